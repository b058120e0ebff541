// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

import {Statements} from "./Statements.sol";

/**
 * @title Signatures of nodes
 * @notice ECDSA on P-256, checked by the P256VERIFY precompile, or in Solidity where there is none.
 */
library Signatures {
    /// @notice The signature is not by the node's key, or the key is not on the curve, or `s` is high.
    error InvalidSignature();

    /// @notice Refuses what the key did not sign; `s` is at most half the order.
    function requireSigned(
        bytes32 x,
        bytes32 y,
        bytes32 digest,
        Statements.Signed calldata signed
    ) internal view {
        require(P256.verify(digest, signed.r, signed.s, x, y), InvalidSignature());
    }
}
