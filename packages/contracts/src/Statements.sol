// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title What all that nodes sign has in common
 * @notice Signed is, with ECDSA on P-256 over SHA-256,
 *
 *     "parley/3 " kind 0x00 network node serial(8) SHA-256(body)
 *
 * so a signature holds in one network only. `serial` says how much the node had written when it
 * signed; no two statements conflict by it. All integers are big-endian.
 */
library Statements {
    /// @notice A signature with its serial; `s` is at most half the order.
    struct Signed {
        uint64 serial;
        bytes32 r;
        bytes32 s;
    }

    /// @notice The SHA-256 digest that `node` signed.
    function digest(
        bytes memory label,
        bytes32 network,
        bytes32 node,
        uint64 serial,
        bytes32 bodyHash
    ) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(label, network, node, serial, bodyHash));
    }
}
