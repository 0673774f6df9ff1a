import type { NetworkConnection } from "hardhat/types/network";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Whether a chain is on this machine. */
export async function isLocalChain({
  networkConfig,
}: Pick<NetworkConnection, "networkConfig">): Promise<boolean> {
  return (
    networkConfig.type === "edr-simulated" ||
    LOOPBACK.includes(new URL(await networkConfig.url.getUrl()).hostname)
  );
}
