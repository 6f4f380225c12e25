export enum Kind {
  First = 1,
  Second,
}

export function make<T extends number>(factor: T): (x: number) => number {
  return (x) => x * factor;
}
