// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Slashing} from "./Slashing.sol";

/// @title What operators and reporters do: the part of {NodeRegistry} that checks signatures
contract Deeds is Slashing {}
