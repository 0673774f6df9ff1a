import type {
  ArtifactManager,
  GetArtifactByName,
  StringWithArtifactContractNamesAutocompletion,
} from "hardhat/types/artifacts";
import type { HookContext, NetworkHooks } from "hardhat/types/hooks";

import { isLocalChain } from "../../deploy/localChain.ts";

const newConnection: NetworkHooks["newConnection"] = async (context, next) => {
  const artifacts = new RememberedArtifacts(context.artifacts);
  // Contexts are extended by inheritance: a copy would lose what they inherit from the runtime environment.
  const extended = Object.create(context, { artifacts: { value: artifacts } }) as HookContext;
  const connection = await next(extended);
  artifacts.hasBuildInfos = !(await isLocalChain(connection));
  return connection;
};

export default () => Promise.resolve({ newConnection });

/** Artifacts of one connection, each parsed once. */
class RememberedArtifacts implements ArtifactManager {
  hasBuildInfos = true;
  readonly #artifacts: ArtifactManager;
  readonly #memory = new Map<string, Promise<unknown>>();

  constructor(artifacts: ArtifactManager) {
    this.#artifacts = artifacts;
  }

  readArtifact<Name extends StringWithArtifactContractNamesAutocompletion>(
    name: Name,
  ): Promise<GetArtifactByName<Name>> {
    const artifact = this.#memory.get(name) ?? this.#artifacts.readArtifact(name);
    this.#memory.set(name, artifact);
    return artifact as Promise<GetArtifactByName<Name>>;
  }

  async getBuildInfoId(name: string): Promise<string | undefined> {
    return (await this.readArtifact(name)).buildInfoId;
  }

  async getBuildInfoPath(id: string): Promise<string | undefined> {
    return this.hasBuildInfos ? this.#artifacts.getBuildInfoPath(id) : undefined;
  }

  async clearCache(): Promise<void> {
    this.#memory.clear();
    await this.#artifacts.clearCache();
  }

  getArtifactPath = (name: string) => this.#artifacts.getArtifactPath(name);
  artifactExists = (name: string) => this.#artifacts.artifactExists(name);
  getAllFullyQualifiedNames = () => this.#artifacts.getAllFullyQualifiedNames();
  getAllArtifactPaths = () => this.#artifacts.getAllArtifactPaths();
  getAllBuildInfoIds = () => this.#artifacts.getAllBuildInfoIds();
  getBuildInfoOutputPath = (id: string) => this.#artifacts.getBuildInfoOutputPath(id);
}
