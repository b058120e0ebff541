// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title How shards are drawn
 * @notice Topics fall into shards: 0 to 4095 are of the first table, 4096 to 4607 of the second.
 * Each table is split into as many classes, of shards beside each other; a turn draws one class.
 */
library Draws {
    /// @notice The draw's block has no hash that can be read here, or the header is not its.
    error InvalidHeader();

    uint256 internal constant FIRST_TABLE = 4096;
    uint256 internal constant SECOND_TABLE = 512;
    uint256 internal constant SHARDS = FIRST_TABLE + SECOND_TABLE;
    /// Eight picks a round. Where so many find too few, hardly a seat is taken.
    uint256 internal constant ROUNDS_MAX = 64;

    /// @dev The contract of EIP-2935: hashes of the 8,191 blocks before.
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
    /// @dev Of a header's fields: PREVRANDAO.
    uint256 private constant VALUE_FIELD = 13;

    /// @notice The class of a shard.
    function classOf(uint256 shard, uint256 classes) internal pure returns (uint256) {
        return
            shard < FIRST_TABLE
                ? (shard * classes) / FIRST_TABLE
                : ((shard - FIRST_TABLE) * classes) / SECOND_TABLE;
    }

    /**
     * @notice The turn whose draw counts for a class in a turn: the first one draws all classes,
     * each later one the class of its number.
     */
    function drawnIn(
        uint64 turn,
        uint256 class,
        uint256 classes
    ) internal pure returns (uint64) {
        uint256 ago = (turn + classes - class) % classes;
        return turn > ago + 1 ? uint64(turn - ago) : 1;
    }

    /// @notice The shard of a topic, by the first bits of its id; `SHARDS` if its table is unknown.
    function shardOf(bytes32 topic) internal pure returns (uint256) {
        uint256 bits = uint256(topic) >> 242;
        uint256 table = bits >> 12;
        if (table == 0) return bits;
        return table == 1 ? FIRST_TABLE + ((bits & 0xfff) >> 3) : SHARDS;
    }

    /// @notice A round of eight picks: 32-bit words, lowest first.
    function round(
        bytes32 entropy,
        uint256 shard,
        uint256 index
    ) internal pure returns (uint256 words) {
        assembly ("memory-safe") {
            mstore(0, entropy)
            mstore(32, or(shl(128, shard), index))
            words := keccak256(0, 64)
        }
    }

    /// @notice A block's hash, if this chain can still tell it; 0 otherwise.
    function hashOf(uint256 number) internal view returns (bytes32 hash) {
        hash = blockhash(number);
        if (hash != 0 || number >= block.number || HISTORY.code.length == 0) return hash;
        (bool ok, bytes memory answer) = HISTORY.staticcall(abi.encode(number));
        // It refuses what it does not keep.
        if (ok && answer.length == 32) hash = abi.decode(answer, (bytes32));
    }

    /// @notice The value of a block that its chain's lottery drew, from its RLP header.
    function valueOf(bytes calldata header) internal pure returns (bytes32) {
        require(header.length > 0 && uint8(header[0]) > 0xf7, InvalidHeader());
        uint256 offset = uint8(header[0]) - 0xf7 + 1;
        for (uint256 i = 0; i < VALUE_FIELD; ++i) offset += _length(header, offset);
        require(uint8(header[offset]) == 0xa0, InvalidHeader());
        return bytes32(header[offset + 1:offset + 33]);
    }

    /// @dev How many bytes a string takes, prefix and all.
    function _length(bytes calldata header, uint256 offset) private pure returns (uint256) {
        uint256 first = uint8(header[offset]);
        if (first < 0x80) return 1;
        if (first <= 0xb7) return first - 0x7f;
        uint256 count = first - 0xb7;
        uint256 length = 0;
        for (uint256 i = 1; i <= count; ++i) length = (length << 8) | uint8(header[offset + i]);
        return 1 + count + length;
    }
}
