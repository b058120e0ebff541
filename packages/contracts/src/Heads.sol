// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title Log heads as nodes sign them
 * @notice A node hashes its log of a topic as a chain, envelope by envelope, and signs the hash at a
 * position. Hashed are
 *
 *     link:   "parley/1 log link" 0x00 before sentAt(8) envelope
 *     signed: "parley/1 log head" 0x00 node topic position(8) hash
 *
 * with SHA-256; all integers are big-endian. The hash before the first envelope is zero.
 */
library Heads {
    /// @notice The hash of a chain with one more envelope.
    function link(
        bytes32 before,
        uint64 sentAt,
        bytes32 envelope
    ) internal pure returns (bytes32) {
        return sha256(abi.encodePacked("parley/1 log link\x00", before, sentAt, envelope));
    }

    /// @notice The SHA-256 digest that `node` signed for a head.
    function digest(
        bytes32 node,
        bytes32 topic,
        uint64 position,
        bytes32 hash
    ) internal pure returns (bytes32) {
        return
            sha256(abi.encodePacked("parley/1 log head\x00", node, topic, position, hash));
    }
}
