// A webpack loader that removes types, as ts-loader or swc-loader would.
const { transformSync } = require("esbuild");

module.exports = function eraseTypes(code, map) {
  const result = transformSync(code, {
    loader: "ts",
    sourcemap: true,
    sourcefile: this.resourcePath,
  });
  this.callback(null, result.code, map ?? JSON.parse(result.map));
};
