// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title Seal statements as nodes sign them
 * @notice A statement says what one node voted for in one slot of one topic. Its signed bytes are
 * `"parley/1 seal statement" 0x00 node topic slot set body`, where `body` is one of
 *
 *     prepared:  01 view(4) value(40)
 *     committed: 02 view(4) value(40)
 *     status:    03 view(4) lock first
 *
 * A value is `sentAt(8) id(32)`. A lock is 00 for none, or 01 view(4) value(40); `first` is 00 for
 * none, or 01 value(40). All integers are big-endian.
 */
library Seals {
    /// @notice Where the two statements stand: they conflict only in one slot of one replica set.
    struct Slot {
        bytes32 topic;
        uint64 slot;
        /// The hash of the replica set.
        bytes32 set;
    }

    uint8 private constant PREPARED = 1;
    uint8 private constant COMMITTED = 2;
    uint8 private constant STATUS = 3;

    uint256 private constant HEAD_LENGTH = 5;
    uint256 private constant VALUE_LENGTH = 40;
    uint256 private constant VOTE_LENGTH = 4 + VALUE_LENGTH;
    uint256 private constant INVALID = type(uint256).max;

    /// @notice The SHA-256 digest that `node` signed for a statement.
    function digest(
        bytes32 node,
        Slot calldata slot,
        bytes calldata body
    ) internal pure returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "parley/1 seal statement\x00",
                    node,
                    slot.topic,
                    slot.slot,
                    slot.set,
                    body
                )
            );
    }

    /**
     * @notice Whether no honest node signs both bodies for one slot: they are two different ones of
     * one kind and view. A body has one encoding, so different bytes are different statements.
     */
    function conflict(bytes calldata one, bytes calldata other) internal pure returns (bool) {
        return
            isBody(one) &&
            isBody(other) &&
            bytes5(one[:HEAD_LENGTH]) == bytes5(other[:HEAD_LENGTH]) &&
            keccak256(one) != keccak256(other);
    }

    /// @notice Whether the bytes are the encoding of a body.
    function isBody(bytes calldata body) internal pure returns (bool) {
        if (body.length < HEAD_LENGTH) return false;
        uint8 kind = uint8(body[0]);
        if (kind == PREPARED || kind == COMMITTED)
            return body.length == HEAD_LENGTH + VALUE_LENGTH;
        if (kind != STATUS) return false;
        uint256 end = _skipOptional(body, HEAD_LENGTH, VOTE_LENGTH);
        if (end == INVALID) return false;
        return _skipOptional(body, end, VALUE_LENGTH) == body.length;
    }

    /// @dev The offset after an optional field of `length` bytes, or `INVALID` if its flag is missing or bad.
    function _skipOptional(
        bytes calldata body,
        uint256 offset,
        uint256 length
    ) private pure returns (uint256) {
        if (offset >= body.length) return INVALID;
        uint8 flag = uint8(body[offset]);
        if (flag > 1) return INVALID;
        return offset + 1 + flag * length;
    }
}
