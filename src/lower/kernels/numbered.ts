// Texts of kernels as they are kept: what is near by has a small number, so that they pack well.

/**
 * The text of a module in which a value is `%` where it is defined, and elsewhere `%n`, after n others
 * have been defined since, with numbers in the order of definition: as the parser wants it.
 */
export function numbered(text: string): string {
  let count = 0;
  return text.replaceAll(/%(\d*)/g, (_, back: string) =>
    back === "" ? `%${count++}` : `%${count - 1 - Number(back)}`,
  );
}
