import { valueAndGrad } from "nabla";

const loss = (x: number): number => x * x;
(valueAndGrad(loss) as unknown as () => unknown)();
