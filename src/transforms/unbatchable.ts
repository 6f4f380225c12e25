/** Thrown where a function can be made for many lanes only by calling it for each. */
export class Unbatchable extends Error {}
