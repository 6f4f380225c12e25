/**
 * Every message nabla can give. The first digit is the stage: 1 reflection and source,
 * 2 specialisation and types, 3 transforms, 4 run time, 5 use of the API. Each has a page
 * `docs/errors/NBxxxx.md` with its causes, a minimal failing program and a repaired one.
 * A code, once published, keeps its meaning.
 */
export const codes = {
  NB1001: "the source of this function cannot be read",
  NB1002: "this function has been minified",
  NB1003: "a variable outside the function is not known",
  NB1004: "this syntax is outside the compiled language",
  NB1005: "this code was prepared by another version of nabla",
  NB1006: "the source of this function cannot be parsed",
  NB1007: "a variable outside the function cannot be assigned",
  NB1008: "a private member is out of reach",
  NB2001: "an array has an element that is missing",
  NB2002: "this value cannot be passed into compiled code",
  NB2003: "this function cannot be compiled",
  NB2004: "a value is missing here",
  NB2005: "this is not a number",
  NB2006: "a value is of different kinds on different paths",
  NB2007: "an object was changed under another name",
  NB2008: "this must be known when compiling",
  NB2009: "this grows without end while it is compiled",
  NB2010: "this is not compiled",
  NB2011: "an argument is missing or wrong",
  NB2013: "the result would depend on more than the arguments",
  NB2014: "this value cannot leave compiled code",
  NB3002: "a function takes a derivative of itself",
  NB4001: "an index is outside its array",
  NB4002: "recursion that does not end",
  NB4003: "the program threw an error",
  NB4004: "out of memory",
  NB4005: "an array cannot have this length",
  NB4006: "a loop counts too far",
  NB4007: "two arrays must have the same length",
  NB5001: "a gradient is of a function to a number",
  NB5002: "a Jacobian is of a function from numbers to numbers",
  NB5003: "a tangent or cotangent has another structure than its value",
  NB5004: "wrong number of arguments",
  NB5005: "this is not a function",
  NB5006: "there is no such argument to differentiate with respect to",
} as const;

export type Code = keyof typeof codes;
