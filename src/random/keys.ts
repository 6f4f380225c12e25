// Keys: two words of 32 bits, from which random numbers and other keys are computed. The same key
// gives the same numbers, so each is used once. As in JAX, with its partitionable Threefry.
import { NdArray } from "../nd/array.ts";
