/**
 * A pattern for whole paths with forward slashes. `**` is any number of directories, `*` and `?`
 * stay within one name, `{a,b}` is a choice. Not supported: `[…]`, `!`, and `{…}` inside `{…}`.
 */
export function globToRegExp(glob: string): RegExp {
  const tokens = glob.replaceAll("\\", "/").match(/\*\*\/?|[*?{},]|[^*?{},]+/g) ?? [];
  let depth = 0;
  const parts = tokens.map((token) => {
    switch (token) {
      case "**/":
        return "(?:[^/]+/)*";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        depth++;
        return "(?:";
      case "}":
        depth--;
        return ")";
      case ",":
        return depth > 0 ? "|" : ",";
      default:
        return token.replace(/[.+^$()|[\]]/g, "\\$&");
    }
  });
  return new RegExp(`^${parts.join("")}$`);
}
