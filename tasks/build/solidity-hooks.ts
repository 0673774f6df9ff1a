import type { SolidityHooks } from "hardhat/types/hooks";

const IN_DEPENDENCY = /--> (?:\.\/)?(?:node_modules|npm)\//;

const getCompilationJobErrors: SolidityHooks["getCompilationJobErrors"] = async (
  context,
  job,
  output,
  next,
) => {
  const diagnostics = await next(context, job, output);
  return diagnostics.filter(
    ({ severity, formattedMessage }) =>
      severity === "error" || !IN_DEPENDENCY.test(formattedMessage ?? ""),
  );
};

export default () => Promise.resolve({ getCompilationJobErrors });
