/** Results of the runners that have finished in this process. */
export const tally = { passed: 0, failed: 0 };
