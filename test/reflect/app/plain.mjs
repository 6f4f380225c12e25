export const plain = (x) => x + 1;
