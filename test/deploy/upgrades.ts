import { upgrades } from "@openzeppelin/hardhat-upgrades/viem";
import { expect } from "chai";
import hre, { network } from "hardhat";
