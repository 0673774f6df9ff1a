/** Whether an attempt fails for the expected reason, named by a part of its message. Any other failure is thrown on. */
export async function isRefused(reason: string, attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return false;
  } catch (error) {
    if (String(error).includes(reason)) return true;
    throw error;
  }
}
