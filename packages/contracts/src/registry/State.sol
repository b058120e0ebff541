// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {Draws} from "../Draws.sol";
import {
    Node,
    Lists,
    Parameters,
    Seat,
    Stall,
    Status,
    Summary,
    Turn
} from "./Types.sol";

/**
 * @title What a registry keeps
 * @notice Light readers prove parts of it, so the order of the first ten is part of the rules.
 */
abstract contract State {
    /// @notice The call does not fit the node's status.
    error WrongStatus(Status found);
    /// @notice Only the node's operator may do this, or who deployed the registry before the first turn.
    error NotOperator(address operator);
    /// @notice This may not be done before that time.
    error TooEarly(uint64 from);
    /// @notice The call is for another turn, or for one that is not drawn.
    error WrongTurn(uint64 current);

    // slither-disable-start uninitialized-state
    Summary internal _summary; // 0
    mapping(uint256 seat => Seat) internal _seats; // 1
    /// All that ever had a seat, in this order.
    mapping(uint256 seat => bytes32[] ids) internal _holders; // 2
    mapping(bytes32 id => Node) internal _nodes; // 3
    /// Bits of the shards that were installed in a turn by its members' word.
    mapping(uint256 turn => mapping(uint256 word => uint256)) internal _handed; // 4
    mapping(uint256 turn => Turn) internal _turns; // 5
    /// Four shards a word, each: the turn whose set is installed (32 bits), the one before (31), and
    /// whether `_stalls` says more.
    mapping(uint256 word => uint256) internal _installed; // 6
    mapping(uint256 shard => Stall) internal _stalls; // 7
    mapping(uint256 place => bytes32 id) internal _queue; // 8
    /// Sixteen revisions a word: the seat that each touched.
    mapping(uint256 word => uint256) internal _revisions; // 9
    Parameters internal _parameters; // 10, 11
    Lists internal _lists; // 12, 13
    /// @notice The network's name, for people.
    string public name; // 14
    /// Who deployed it: before the first turn only it enters nodes and opens.
    address internal _founder;
    /// The hash of the draw's block, if somebody had it kept.
    bytes32 internal _noted;
    mapping(uint256 index => uint256 seat) internal _leaving;
    /// Seats of slashed members.
    mapping(uint256 index => uint256 seat) internal _ending;
    /// Seats whose holders left, the earliest first.
    mapping(uint256 index => uint256 seat) internal _freed;
    /// Reports that were announced: at which block.
    mapping(bytes32 report => uint256) internal _announced;

    uint256 internal constant STALLED = 1 << 63;
    uint32 internal constant BEFORE_MASK = type(uint32).max >> 1;
    /// The price doubles as often as so many more wait.
    uint256 private constant PRICE_STEP = 16;

    /// @dev The largest size of a set of at most `count`: 3f+1.
    function _size(uint256 count) internal pure returns (uint256) {
        return count == 0 ? 0 : ((count - 1) / 3) * 3 + 1;
    }

    /// @dev How many of a set of 3f+1 are a quorum.
    function _quorum(uint256 size) internal pure returns (uint256) {
        return size - (size - 1) / 3;
    }

    /// @dev What counts in turns, in seconds.
    function _exitSeconds() internal view returns (uint256) {
        return uint256(_parameters.exitDelay) * _parameters.turnSeconds;
    }

    /// @dev A seat changed: its readers are to see it.
    function _touch(uint256 seat) internal {
        uint40 revision = ++_summary.revision;
        _seats[seat].revision = revision;
        _revisions[revision >> 4] |= seat << ((revision & 15) * 16);
    }

    /// @dev The turn whose set a shard has installed, and the one installed before it.
    function _installedOf(uint256 shard) internal view returns (uint64 turn, uint64 before) {
        uint256 word = _installed[shard >> 2] >> ((shard & 3) * 64);
        (turn, before) = (uint32(word), uint32(word >> 32) & BEFORE_MASK);
        if (word & STALLED != 0) {
            Stall storage stall = _stalls[shard];
            if (stall.forced > turn && block.timestamp >= stall.effectiveAt)
                (turn, before) = (stall.forced, turn);
        }
        uint64 floor = _summary.floor;
        if (turn >= floor) return (turn, before);
        uint64 beforeFloor = _lists.beforeFloor;
        return (floor, turn > beforeFloor ? turn : beforeFloor);
    }

    /// @dev A shard's set in a turn that is drawn or older: seats, in the order of picks.
    function _setAt(uint256 shard, uint64 turn) internal view returns (uint256[] memory set) {
        Parameters storage given = _parameters;
        uint256 classes = given.classes;
        uint64 drawn = Draws.drawnIn(turn, Draws.classOf(shard, classes), classes);
        uint256 most = shard < Draws.FIRST_TABLE ? given.firstReplicas : given.secondReplicas;
        uint256 members = _turns[turn].members;
        set = new uint256[](_size(members < most ? members : most));
        uint256 found = _size(_pick(shard, drawn, turn, set));
        assembly ("memory-safe") {
            mstore(set, found)
        }
    }

    /// @dev Fills `set` with the first picks of a draw that count; returns how many there are.
    function _pick(
        uint256 shard,
        uint64 drawn,
        uint64 turn,
        uint256[] memory set
    ) private view returns (uint256 found) {
        bytes32 entropy = _turns[drawn].entropy;
        uint256 seats = _turns[drawn].seats;
        for (uint256 round = 0; round < Draws.ROUNDS_MAX && found < set.length; ++round) {
            uint256 words = Draws.round(entropy, shard, round);
            for (uint256 k = 0; k < 8 && found < set.length; ++k) {
                uint256 seat = uint32(words) % seats;
                words >>= 32;
                if (!_has(set, found, seat) && _counts(seat, drawn, turn)) set[found++] = seat;
            }
        }
    }

    function _has(
        uint256[] memory set,
        uint256 count,
        uint256 seat
    ) internal pure returns (bool) {
        unchecked {
            for (uint256 i = 0; i < count; ++i) if (set[i] == seat) return true;
        }
        return false;
    }

    /// @dev Whether who has the seat in a turn had it when the draw was made.
    function _counts(uint256 seat, uint64 drawn, uint64 turn) private view returns (bool) {
        Seat storage current = _seats[seat];
        uint64 since = current.since;
        if (since <= drawn) {
            uint64 until = current.until;
            return since != 0 && (until == 0 || until > turn);
        }
        bytes32[] storage ids = _holders[seat];
        for (uint256 i = ids.length - 1; i > 0; --i) {
            Node storage former = _nodes[ids[i - 1]];
            if (former.since <= drawn) return former.until > turn;
        }
        return false;
    }

    /// @notice What it costs now to enter, besides the bond.
    function fee() public view returns (uint256) {
        return _feeMin() << (_lists.waiting / PRICE_STEP);
    }

    /// @notice The id of the node with this key: the labelled hash of the uncompressed point.
    function nodeId(bytes32 x, bytes32 y) public pure returns (bytes32) {
        return sha256(abi.encodePacked("parley/3 node\x00", bytes1(0x04), x, y));
    }

    /// @notice The id of this network: the labelled hash of chain and address.
    function networkId() public view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "parley/3 chain network id\x00",
                    uint64(block.chainid),
                    address(this)
                )
            );
    }

    /// @dev Its bond can be lost.
    function _isBonded(Status status) internal pure returns (bool) {
        return status >= Status.Waiting && status <= Status.Left;
    }

    /// @dev A member is to be none any more, in its turn.
    function _depart(Node storage node_) internal {
        node_.status = Status.Leaving;
        _leaving[_lists.leavingEnd++] = node_.seat;
    }

    function _unqueue(Node storage node_) internal {
        delete _queue[node_.place];
        --_lists.waiting;
    }

    function _feeMin() internal view returns (uint256) {
        Parameters storage given = _parameters;
        return given.feeDivisor == 0 ? 0 : given.bond / given.feeDivisor;
    }

    function _burn(uint256 amount) internal {
        if (amount > 0) Address.sendValue(payable(address(0)), amount);
    }

    /// @dev All sets of a turn are installed.
    function _installAll(uint64 turn_) internal {
        _lists.beforeFloor = _summary.floor;
        _summary.floor = uint40(turn_);
        _summary.installs = uint16(_shardsOfClass());
        _turns[turn_].whole = true;
        ++_lists.settlements;
    }

    function _shardsOfClass() internal view returns (uint256) {
        return Draws.SHARDS / _parameters.classes;
    }

    /// @dev Who had a seat in a turn, if anybody.
    function _holderAt(uint256 seat, uint64 turn) internal view returns (bytes32) {
        bytes32[] storage ids = _holders[seat];
        for (uint256 i = ids.length; i > 0; --i)
            if (_nodes[ids[i - 1]].since <= turn) return ids[i - 1];
        return 0;
    }
}
