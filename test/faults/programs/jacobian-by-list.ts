import { jacobian } from "nabla";

interface List {
  v: number;
  next: List | null;
}
const sum = (list: List): number => list.v + (list.next === null ? 0 : list.next.v);
jacobian(sum)({ v: 1, next: { v: 2, next: null } });
