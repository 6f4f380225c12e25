export const offset: number = 1000;
export const unused: string = "this text should not be in the bundle";
