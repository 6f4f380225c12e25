import { checkpoint, grad } from "nabla";

const halved = checkpoint((cube: number[][][]) => (cube[0][0][0] /= 2));
grad((cube: number[][][]) => halved(cube) ** 2)([[[3]]]);
