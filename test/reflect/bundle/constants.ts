export const offset: number = 1000;
