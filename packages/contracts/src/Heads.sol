// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Statements} from "./Statements.sol";

/**
 * @title Log heads as nodes sign them
 * @notice A node hashes its log of a topic as a chain, envelope by envelope, and signs the hash at a
 * position. Positions rise with gaps. Hashed are
 *
 *     link: "parley/3 log link" 0x00 before positionBefore(8) position(8) sentAt(8) envelope
 *     body: topic position(8) hash
 *
 * with SHA-256; all integers are big-endian. The hash before the first envelope is zero. The
 * statement's kind is `log head`.
 */
library Heads {
    /// @notice What a node's log of a topic was at a position, as it signed it.
    struct Head {
        uint64 position;
        bytes32 hash;
        Statements.Signed signed;
    }

    /// @notice The name of an envelope.
    struct Ref {
        uint64 sentAt;
        bytes32 envelope;
    }

    /// @notice Whether one head is that of the other's log with one more envelope.
    function follows(
        Head calldata current,
        Head calldata before,
        Ref calldata last
    ) internal pure returns (bool) {
        return
            current.position > before.position &&
            current.hash ==
            sha256(
                abi.encodePacked(
                    "parley/3 log link\x00",
                    before.hash,
                    before.position,
                    current.position,
                    last.sentAt,
                    last.envelope
                )
            );
    }

    /// @notice The SHA-256 digest that `node` signed for a head.
    function digest(
        bytes32 network,
        bytes32 node,
        bytes32 topic,
        Head calldata head
    ) internal pure returns (bytes32) {
        bytes32 body = sha256(abi.encodePacked(topic, head.position, head.hash));
        return
            Statements.digest(
                "parley/3 log head\x00",
                network,
                node,
                head.signed.serial,
                body
            );
    }
}
