// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Draws} from "./Draws.sol";
import {Heads} from "./Heads.sol";
import {Receipts} from "./Receipts.sol";
import {Seals} from "./Seals.sol";
import {Statements} from "./Statements.sol";
import {Deeds} from "./registry/Deeds.sol";
import {Membership} from "./registry/Membership.sol";
import {Settling} from "./registry/Settling.sol";
import {Turning} from "./registry/Turning.sol";
import {
    Addresses,
    Holder,
    Lists,
    Node,
    Parameters,
    Seat,
    SeatView,
    Stall,
    Status,
    Summary,
    Turn
} from "./registry/Types.sol";

/**
 * @title The members of a Parley network
 * @notice Anyone may enter a node against a bond. Who stores what is drawn by lot among all members,
 * class by class, with a number that nobody can know when keys are entered; what was stored is handed
 * over before a new set counts. A node that signs what no honest node signs loses its bond.
 *
 * Nobody owns this contract after its first turn, nothing in it can be changed after deployment, and
 * ether leaves it only as a bond that is withdrawn or slashed, or what was sent too much.
 */
contract NodeRegistry is Turning {
    /// @notice A parameter of the deployment is out of range.
    error InvalidParameter();
    /// @notice The topic is of a table that does not exist.
    error UnknownTable();

    uint256 private constant NAME_LENGTH_MAX = 64;
    uint256 private constant REPLICAS_MAX = 13;
    uint256 private constant CLASSES_MAX = 512;
    /// A page of 512 is eight calls for all of them.
    uint256 private constant SEATS_MAX = 4096;
    /// Views end, sets are forced, bonds are freed: each so much later than the one before.
    uint256 private constant APART_MIN = 3;
    uint256 private constant WORDS = Draws.SHARDS / 4;
    uint256 private constant CHANGES_MAX = 256;

    /// @dev Part of this contract's code, which is more than one contract may have.
    Deeds private immutable _deeds;

    constructor(string memory name_, Parameters memory given) {
        uint256 nameLength = bytes(name_).length;
        require(
            nameLength > 0 &&
                nameLength <= NAME_LENGTH_MAX &&
                _isSize(given.firstReplicas) &&
                _isSize(given.secondReplicas) &&
                given.bond >= 64 &&
                given.turnSeconds > 0 &&
                given.lookahead > 0 &&
                given.classes > 0 &&
                given.classes <= CLASSES_MAX &&
                given.classes & (given.classes - 1) == 0 &&
                given.seatsMax > 0 &&
                given.seatsMax <= SEATS_MAX &&
                given.viewAge > 0 &&
                given.forceTurns >= given.viewAge + APART_MIN &&
                given.exitDelay >= given.forceTurns + APART_MIN,
            InvalidParameter()
        );
        _deeds = new Deeds();
        name = name_;
        _parameters = given;
        _founder = msg.sender;
    }

    function _isSize(uint256 count) private pure returns (bool) {
        return count <= REPLICAS_MAX && count % 3 == 1;
    }

    /**
     * @notice Puts a node at the end of the queue. The caller becomes its operator. Sent are bond and
     * fee; the fee is burnt, what is too much returned.
     */
    function enter(Membership.Entry calldata) external payable {
        _do();
    }

    function cancel(bytes32) external {
        _do();
    }

    function update(bytes32, Addresses calldata) external {
        _do();
    }

    function startLeaving(bytes32) external {
        _do();
    }

    function withdraw(bytes32, address payable) external {
        _do();
    }

    function settle(uint64, uint16[] calldata, Settling.Claim[] calldata) external {
        _do();
    }

    function retire(bytes32, uint64[4] calldata, uint16[4] calldata) external {
        _do();
    }

    function announce(bytes32) external {
        _do();
    }

    function slashForSeals(
        bytes32,
        Seals.Slot calldata,
        bytes calldata,
        Statements.Signed calldata,
        bytes calldata,
        Statements.Signed calldata
    ) external {
        _do();
    }

    function slashForReceipts(
        bytes32,
        bytes32,
        uint64,
        Receipts.Receipt calldata,
        Statements.Signed calldata,
        Receipts.Receipt calldata,
        Statements.Signed calldata
    ) external {
        _do();
    }

    function slashForHeads(
        bytes32,
        bytes32,
        Heads.Head calldata,
        Heads.Head calldata
    ) external {
        _do();
    }

    function slashForOmission(
        bytes32,
        bytes32,
        Heads.Head calldata,
        Heads.Head calldata,
        Heads.Ref calldata,
        uint64,
        Receipts.Receipt calldata,
        Statements.Signed calldata
    ) external {
        _do();
    }

    function slashForBlock(
        bytes32,
        uint64,
        bytes32,
        Statements.Signed calldata
    ) external {
        _do();
    }

    function slash(bytes32, address) external {
        _do();
    }

    /// @notice What a reader looks at first.
    function summary()
        external
        view
        returns (Summary memory current, Lists memory lists)
    {
        return (_summary, _lists);
    }

    /// @notice What the network was deployed with.
    function parameters() external view returns (string memory, Parameters memory) {
        return (name, _parameters);
    }

    /// @notice A page of seats, each with who held it in or after the turn `from`.
    function seats(
        uint256 offset,
        uint256 limit,
        uint64 from
    ) external view returns (SeatView[] memory page) {
        uint256 total = _summary.seats;
        uint256 start = offset < total ? offset : total;
        uint256 count = limit < total - start ? limit : total - start;
        page = new SeatView[](count);
        for (uint256 i = 0; i < count; ++i) page[i] = _seatView(start + i, from);
    }

    /**
     * @notice Seats that changed after a revision, as they are now.
     * @return page each seat once
     * @return next the revision that the page goes up to
     */
    function changes(
        uint40 after_,
        uint64 from
    ) external view returns (SeatView[] memory page, uint40 next) {
        uint256 end = _summary.revision;
        uint256 found = 0;
        page = new SeatView[](CHANGES_MAX);
        next = after_;
        while (next < end && found < CHANGES_MAX) {
            ++next;
            uint256 seat = uint16(_revisions[next >> 4] >> ((next & 15) * 16));
            // A later revision tells of it.
            if (_seats[seat].revision == next) page[found++] = _seatView(seat, from);
        }
        assembly ("memory-safe") {
            mstore(page, found)
        }
    }

    /// @notice The turns of these numbers, both included.
    function turns(uint64 from, uint64 to) external view returns (Turn[] memory page) {
        page = new Turn[](to + 1 - from);
        for (uint64 i = from; i <= to; ++i) page[i - from] = _turns[i];
    }

    /**
     * @notice Four shards a word, lowest first, 64 bits each: the turn whose set is installed (32), the
     * one before it (31), and whether {stalls} has more to tell.
     */
    function installedWords() external view returns (uint256[] memory words) {
        words = new uint256[](WORDS);
        for (uint256 i = 0; i < WORDS; ++i) words[i] = _installed[i];
    }

    /// @notice What stalled of these shards.
    function stalls(uint16[] calldata shards) external view returns (Stall[] memory page) {
        page = new Stall[](shards.length);
        for (uint256 i = 0; i < shards.length; ++i) page[i] = _stalls[shards[i]];
    }

    /// @notice The turn whose set a shard has installed now, and the one installed before it.
    function installed(uint256 shard) external view returns (uint64 turn, uint64 before) {
        return _installedOf(shard);
    }

    /// @notice A shard's set in a turn: ids, in the order of picks; zero for whom the turn cannot tell.
    function setAt(uint256 shard, uint64 turn_) public view returns (bytes32[] memory ids) {
        uint256[] memory set = _setAt(shard, turn_);
        ids = new bytes32[](set.length);
        for (uint256 i = 0; i < set.length; ++i) ids[i] = _holderAt(set[i], turn_);
    }

    /**
     * @notice Who answers for a topic: its installed set if none of it has left, else its set in the
     * newest turn that is drawn.
     */
    function setOf(bytes32 topic) external view returns (bytes32[] memory ids, uint64 turn_) {
        uint256 shard = Draws.shardOf(topic);
        require(shard < Draws.SHARDS, UnknownTable());
        (turn_, ) = _installedOf(shard);
        ids = setAt(shard, turn_);
        for (uint256 i = 0; i < ids.length; ++i)
            if (_nodes[ids[i]].until != 0) {
                turn_ = _summary.drawn ? _summary.turn : _summary.turn - 1;
                return (setAt(shard, turn_), turn_);
            }
    }

    /// @notice A node's key.
    function keyOf(bytes32 id) external view returns (bytes32 x, bytes32 y) {
        return (_nodes[id].x, _nodes[id].y);
    }

    /// @notice From when to when a node is a member, and whether its bond is bound.
    function statusOf(
        bytes32 id
    )
        external
        view
        returns (uint64 since, uint64 until, uint64 withdrawableAt, bool slashed)
    {
        Node storage node_ = _nodes[id];
        return (
            node_.since,
            node_.until,
            node_.withdrawableAt,
            node_.status == Status.Slashed
        );
    }

    /// @notice All that is known of a node; all zero for others.
    function node(bytes32 id) external view returns (Node memory) {
        return _nodes[id];
    }

    /// @notice All that ever had a seat, in this order.
    function holders(uint256 seat) external view returns (bytes32[] memory) {
        return _holders[seat];
    }

    /// @dev Runs the call in {Deeds}, on what is kept here.
    function _do() private {
        address target = address(_deeds);
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, 0, calldatasize())
            let done := delegatecall(gas(), target, free, calldatasize(), 0, 0)
            returndatacopy(free, 0, returndatasize())
            if iszero(done) {
                revert(free, returndatasize())
            }
            return(free, returndatasize())
        }
    }

    function _seatView(uint256 seat, uint64 from) private view returns (SeatView memory) {
        bytes32[] storage ids = _holders[seat];
        uint256 first = ids.length - 1;
        // The newest is always told: what it was slashed or paid out for may be news.
        while (first > 0 && _nodes[ids[first - 1]].until > from) --first;
        Holder[] memory found = new Holder[](ids.length - first);
        for (uint256 i = 0; i < found.length; ++i) {
            Node storage node_ = _nodes[ids[first + i]];
            found[i] = Holder(
                ids[first + i],
                node_.x,
                node_.y,
                node_.since,
                node_.until,
                node_.withdrawableAt,
                node_.status,
                node_.operator,
                node_.addresses
            );
        }
        return SeatView(seat, found);
    }
}
