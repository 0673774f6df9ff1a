import { artifacts } from "hardhat";
import type { ArtifactMap } from "hardhat/types/artifacts";

/** The compiled artifact of a contract, typed. */
export function artifactOf<NameT extends keyof ArtifactMap>(name: NameT) {
  return artifacts.readArtifact(name);
}
