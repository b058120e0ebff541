// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title Receipts as nodes sign them
 * @notice A node states that it holds an envelope at a position of its log of a topic. It signs once
 * for a batch: the root of a Merkle tree (RFC 9162, section 2.1) over the statements. Hashed are
 *
 *     leaf:   "parley/1 receipt leaf" 0x00 node topic sentAt(8) envelope position(8) receivedAt(8)
 *     inner:  "parley/1 receipt node" 0x00 left right
 *     signed: "parley/1 receipts" 0x00 count(2) root
 *
 * with SHA-256; all integers are big-endian.
 */
library Receipts {
    /// @notice What a receipt says besides node, topic and position, and its place in its batch.
    struct Receipt {
        uint64 sentAt;
        /// The envelope's id.
        bytes32 envelope;
        uint64 receivedAt;
        uint16 index;
        uint16 count;
        bytes32[] path;
    }

    /// @notice The path has the wrong length for its index and count, or the index is too large.
    error InvalidPath();

    /// @notice Whether two receipts for one position name different envelopes.
    function conflict(
        Receipt calldata one,
        Receipt calldata other
    ) internal pure returns (bool) {
        return one.envelope != other.envelope || one.sentAt != other.sentAt;
    }

    /// @notice The SHA-256 digest that `node` signed for the receipt's batch.
    function digest(
        bytes32 node,
        bytes32 topic,
        uint64 position,
        Receipt calldata receipt
    ) internal pure returns (bytes32) {
        bytes32 leaf = sha256(
            abi.encodePacked(
                "parley/1 receipt leaf\x00",
                node,
                topic,
                receipt.sentAt,
                receipt.envelope,
                position,
                receipt.receivedAt
            )
        );
        bytes32 root = _root(leaf, receipt.index, receipt.count, receipt.path);
        return sha256(abi.encodePacked("parley/1 receipts\x00", receipt.count, root));
    }

    /// @dev The root above a leaf. The last node of an odd level has no sibling and rises unchanged.
    function _root(
        bytes32 hash,
        uint256 place,
        uint256 count,
        bytes32[] calldata path
    ) private pure returns (bytes32) {
        require(place < count, InvalidPath());
        uint256 used = 0;
        for (uint256 width = count; width > 1; width = (width + 1) >> 1) {
            if ((place ^ 1) < width) {
                require(used < path.length, InvalidPath());
                bytes32 sibling = path[used++];
                hash = place & 1 == 1 ? _inner(sibling, hash) : _inner(hash, sibling);
            }
            place >>= 1;
        }
        require(used == path.length, InvalidPath());
        return hash;
    }

    function _inner(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return sha256(abi.encodePacked("parley/1 receipt node\x00", left, right));
    }
}
