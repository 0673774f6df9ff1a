import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What of Node and Hardhat a room that runs elsewhere too must not import. */
const NODE = [
  { regex: "^(node:|hardhat|@nomicfoundation/)", message: "The SDK runs without Node." },
];
const NODE_GLOBALS = ["Buffer", "__dirname", "global", "process", "require", "setImmediate"];

/** Forbids imports of folders that are built on this one. */
function above(folders) {
  return { regex: `^(\\.\\./)+(${folders})/`, message: "Imports run down, not up." };
}

/** Forbids imports that leave the SDK. */
function outOf(start) {
  return {
    regex: `^${start.replaceAll(".", "\\.")}`,
    message: "The SDK imports nothing of the project but itself.",
  };
}

export default tseslint.config(
  {
    ignores: [
      "artifacts/",
      "cache/",
      "coverage/",
      "**/dist/",
      "types/",
      "deploy/deployments/",
      "deploy/sdk/generated/",
      "subgraph/src/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unnecessary-type-arguments": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
    },
  },
  {
    // Imports run down: tasks, deploy and subgraph/build, deploy/sdk.
    files: ["deploy/**/*.ts", "subgraph/build/**/*.ts"],
    // The CLI expects a workflow's tests beside it.
    ignores: ["deploy/workflows/*/*.test.ts", "deploy/workflows/testing/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [above("tasks|test")] }] },
  },
  {
    files: ["tasks/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [above("test")] }] },
  },
  {
    files: ["deploy/sdk/*/*/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [outOf("../../../"), ...NODE] }] },
  },
  {
    files: ["deploy/sdk/*/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [outOf("../../"), ...NODE] }] },
  },
  {
    files: ["deploy/sdk/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [outOf("../"), ...NODE] }] },
  },
  {
    // These rooms run in browsers and in the CRE plugin as well.
    files: ["deploy/sdk/{bid,bounty,codes,crypto,delivery,lead,report}/*.ts"],
    rules: { "no-restricted-globals": ["error", ...NODE_GLOBALS] },
  },
);
