// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Draws} from "../Draws.sol";
import {Signatures} from "../Signatures.sol";
import {Statements} from "../Statements.sol";
import {Membership} from "./Membership.sol";
import {Lists, Node, Parameters, Seat, Stall, Status, Summary} from "./Types.sol";

/**
 * @title Handing over, shard by shard
 * @notice A shard's set of the open turn takes the place of the installed one when a quorum of it says
 * that it holds everything. If a quorum says in many turns that the installed one does not hand
 * over, it does so by force.
 */
abstract contract Settling is Membership {
    event Settled(uint64 turn, uint256 installs, uint256 stalls);
    event NodeRetired(bytes32 indexed id);

    /// @notice A list is not in ascending order, or one node's statements of one kind are given twice.
    error InvalidList();
    /// @notice What is shown does not show that the node was silent, or too many were retired.
    error NotSilent();

    /**
     * @notice What a member states of its shards in the open turn.
     *
     *     body: turn(8) length(2) shards
     *
     * Shards are two bytes each, ascending; none at all are all of the node's. The statement's kind is
     * `holds` or `stuck`.
     */
    struct Claim {
        bool stuck;
        uint16 seat;
        bytes shards;
        Statements.Signed signed;
    }

    /// @dev What a call was shown, and what came of it.
    struct Heard {
        uint64 turn;
        /// By seat: the place of its statement of each kind, from 1, and `WHOLE` if that is of all shards.
        uint256[] holds;
        uint256[] stuck;
        /// By statement: how far it is read.
        uint256[] read;
        uint256 installs;
        /// Of those: shards of the turn's class.
        uint256 ofClass;
        uint256 stalls;
        Sets sets;
    }

    /// @dev Sets of the open turn, computed in memory: a call asks for hundreds of them.
    struct Sets {
        uint256 classes;
        uint256 firstSize;
        uint256 secondSize;
        /// By seat: 0 as long as it is not read, then 1 more than its holder's `since`, or `NOBODY`.
        uint256[] since;
        /// The class whose draw this is, and 1 more.
        uint256 class;
        uint64 drawn;
        bytes32 entropy;
        uint256 seats;
        /// The shard's set, of seats, and how many they are.
        uint256[] set;
        uint256 size;
    }

    uint256 private constant WHOLE = 1 << 255;
    uint256 private constant NOBODY = type(uint256).max;
    /// Silent in so many sets that others installed.
    uint256 private constant SILENT_TURNS = 4;
    /// Of members: what part may be retired a turn.
    uint256 private constant RETIRED_PART = 32;

    /**
     * @notice Installs shards of the open turn, or counts that they could not be handed over. Anyone
     * may show what members said. Shards of which too few said anything are passed over.
     *
     * @param turn_ the open turn
     * @param shards ascending; none at all if every member is in every set, and so one count is all
     * @param claims of members; each node's once of each kind
     */
    function settle(
        uint64 turn_,
        uint16[] calldata shards,
        Claim[] calldata claims
    ) external {
        Summary memory summary_ = _summary;
        require(turn_ == summary_.turn && summary_.drawn, WrongTurn(summary_.turn));
        Heard memory heard;
        heard.turn = turn_;
        heard.holds = new uint256[](summary_.seats);
        heard.stuck = new uint256[](summary_.seats);
        heard.read = new uint256[](claims.length);
        for (uint256 i = 0; i < claims.length; ++i) _hear(heard, claims[i], i);
        if (shards.length == 0) return _settleAll(heard, summary_.members);
        heard.sets = _sets(summary_);
        for (uint256 i = 0; i < shards.length; ++i) {
            require(i == 0 || shards[i] > shards[i - 1], InvalidList());
            require(shards[i] < Draws.SHARDS, InvalidList());
            _settleOne(heard, shards[i], claims);
        }
        if (heard.installs + heard.stalls > 0) ++_lists.settlements;
        _summary.installs += uint16(heard.ofClass);
        emit Settled(turn_, heard.installs, heard.stalls);
    }

    /**
     * @notice Ends the membership of a node that others had to do without: in four turns it was in a
     * set that was installed, and since the first of them it has said nothing. It gets its bond back
     * like who leaves, less the first entry fee.
     */
    function retire(
        bytes32 id,
        uint64[SILENT_TURNS] calldata turns_,
        uint16[SILENT_TURNS] calldata shards
    ) external {
        Node storage node_ = _nodes[id];
        require(node_.status == Status.Member, WrongStatus(node_.status));
        uint256 seat = node_.seat;
        uint64 current = _summary.turn;
        require(
            node_.since <= turns_[0] &&
                _seats[seat].spoke < turns_[0] &&
                turns_[SILENT_TURNS - 1] < current,
            NotSilent()
        );
        for (uint256 i = 0; i < SILENT_TURNS; ++i) {
            require(i == 0 || turns_[i - 1] < turns_[i], InvalidList());
            require(_wasHanded(shards[i], turns_[i]), NotSilent());
            uint256[] memory set = _setAt(shards[i], turns_[i]);
            require(_has(set, set.length, seat), NotSilent());
        }
        Lists storage lists = _lists;
        if (lists.retiredIn != current) (lists.retiredIn, lists.retired) = (uint40(current), 0);
        uint256 most = _summary.members / RETIRED_PART;
        require(lists.retired < (most == 0 ? 1 : most), NotSilent());
        ++lists.retired;
        node_.retired = true;
        _depart(node_);
        emit NodeRetired(id);
    }

    function _hear(Heard memory heard, Claim calldata claim, uint256 index) private {
        uint256 seat = claim.seat;
        require(seat < heard.holds.length, InvalidList());
        Seat storage seat_ = _seats[seat];
        bytes32 id = seat_.node;
        Node storage node_ = _nodes[id];
        // Who was slashed meanwhile counts for nothing, and holds nobody else up.
        if (node_.status != Status.Member && node_.status != Status.Leaving) return;
        uint256[] memory seen = claim.stuck ? heard.stuck : heard.holds;
        require(seen[seat] == 0, InvalidList());
        bytes calldata shards = claim.shards;
        seen[seat] = shards.length == 0 ? WHOLE : index + 1;
        bytes32 body = sha256(abi.encodePacked(heard.turn, uint16(shards.length), shards));
        bytes32 digest = Statements.digest(
            claim.stuck ? bytes("parley/3 stuck\x00") : bytes("parley/3 holds\x00"),
            networkId(),
            id,
            claim.signed.serial,
            body
        );
        Signatures.requireSigned(node_.x, node_.y, digest, claim.signed);
        if (seat_.spoke != heard.turn) seat_.spoke = heard.turn;
    }

    /// @dev Where all sets are all members, a quorum of them that holds everything is one of each.
    function _settleAll(Heard memory heard, uint256 members) private {
        Parameters storage given = _parameters;
        bool whole = members > 0 &&
            _size(members) == members &&
            members <= given.firstReplicas &&
            members <= given.secondReplicas &&
            given.classes == 1;
        uint256 count = 0;
        for (uint256 i = 0; i < heard.holds.length; ++i) if (heard.holds[i] == WHOLE) ++count;
        whole = whole && count >= _quorum(members) && _summary.floor != heard.turn;
        if (whole) _installAll(heard.turn);
        emit Settled(heard.turn, whole ? Draws.SHARDS : 0, 0);
    }

    function _settleOne(Heard memory heard, uint256 shard, Claim[] calldata claims) private {
        (bool held, bool stuck) = _judge(heard, shard, claims);
        if (held) {
            if (!_install(shard, heard.turn)) return;
            ++heard.installs;
            uint256 classes = heard.sets.classes;
            if (Draws.classOf(shard, classes) == heard.turn % classes) ++heard.ofClass;
        } else if (stuck && _stall(shard, heard.turn)) ++heard.stalls;
    }

    /// @dev Whether a quorum of a shard's new set holds everything, or was not handed it.
    function _judge(
        Heard memory heard,
        uint256 shard,
        Claim[] calldata claims
    ) private view returns (bool held, bool stuck) {
        Sets memory sets = heard.sets;
        _find(sets, heard.turn, shard);
        uint256 size = sets.size;
        if (size == 0) return (false, false);
        (uint256 holding, uint256 waiting) = (0, 0);
        unchecked {
            for (uint256 i = 0; i < size; ++i) {
                uint256 seat = sets.set[i];
                if (_speaks(heard, heard.holds[seat], shard, claims)) ++holding;
                if (_speaks(heard, heard.stuck[seat], shard, claims)) ++waiting;
            }
        }
        uint256 quorum = _quorum(size);
        return (holding >= quorum, waiting >= quorum);
    }

    function _sets(Summary memory summary_) private view returns (Sets memory sets) {
        Parameters storage given = _parameters;
        uint256 members = summary_.members;
        (uint256 first, uint256 second) = (given.firstReplicas, given.secondReplicas);
        sets.classes = given.classes;
        sets.firstSize = _size(members < first ? members : first);
        sets.secondSize = _size(members < second ? members : second);
        sets.since = new uint256[](summary_.seats);
        sets.set = new uint256[](first < second ? second : first);
    }

    /// @dev As {_setAt}, of the open turn.
    function _find(Sets memory sets, uint64 turn_, uint256 shard) private view {
        uint256 class = Draws.classOf(shard, sets.classes) + 1;
        if (sets.class != class) {
            uint64 drawn = Draws.drawnIn(turn_, class - 1, sets.classes);
            sets.class = class;
            sets.drawn = drawn;
            sets.entropy = _turns[drawn].entropy;
            sets.seats = _turns[drawn].seats;
        }
        uint256 size = shard < Draws.FIRST_TABLE ? sets.firstSize : sets.secondSize;
        uint256[] memory set = sets.set;
        (uint256 found, uint256 seats, uint256 last) = (0, sets.seats, uint256(sets.drawn) + 1);
        unchecked {
            for (uint256 round = 0; round < Draws.ROUNDS_MAX && found < size; ++round) {
                uint256 words = Draws.round(sets.entropy, shard, round);
                for (uint256 k = 0; k < 8 && found < size; ++k) {
                    uint256 seat = uint32(words) % seats;
                    words >>= 32;
                    if (_since(sets, seat) <= last && !_has(set, found, seat)) set[found++] = seat;
                }
            }
        }
        sets.size = _size(found);
    }

    /// @dev From when on a seat's holder is a member, and 1 more; `NOBODY` if it has none.
    function _since(Sets memory sets, uint256 seat) private view returns (uint256 since) {
        since = sets.since[seat];
        if (since != 0) return since;
        Seat storage seat_ = _seats[seat];
        since = seat_.until == 0 ? uint256(seat_.since) + 1 : NOBODY;
        sets.since[seat] = since;
    }

    /// @dev Whether a statement is of a shard. Shards are asked for in ascending order.
    function _speaks(
        Heard memory heard,
        uint256 place,
        uint256 shard,
        Claim[] calldata claims
    ) private pure returns (bool) {
        if (place == 0) return false;
        if (place == WHOLE) return true;
        bytes calldata shards = claims[place - 1].shards;
        uint256 offset = heard.read[place - 1];
        uint256 found = Draws.SHARDS;
        while (offset + 1 < shards.length) {
            found = uint16(bytes2(shards[offset:offset + 2]));
            if (found >= shard) break;
            offset += 2;
        }
        heard.read[place - 1] = offset;
        return found == shard;
    }

    /// @dev Installs a shard's set of the open turn; false if it is.
    function _install(uint256 shard, uint64 turn_) private returns (bool) {
        if (_wasHanded(shard, turn_)) return false;
        (uint64 turn, uint64 before) = _installedOf(shard);
        if (_isStalled(shard)) delete _stalls[shard];
        // By force it may be installed in this turn: what was there before is that.
        _write(shard, turn_, turn == turn_ ? before : turn, false);
        _handed[turn_][shard >> 8] |= 1 << (shard & 0xff);
        return true;
    }

    /// @dev Counts a turn in which a shard was not handed over; false if it is counted.
    function _stall(uint256 shard, uint64 turn_) private returns (bool) {
        uint256 classes = _parameters.classes;
        uint64 drawn = Draws.drawnIn(turn_, Draws.classOf(shard, classes), classes);
        (uint64 turn, uint64 before) = _installedOf(shard);
        Stall memory stall = _stalls[shard];
        if (stall.last == turn_ || turn == turn_) return false;
        if (stall.draw != drawn) (stall.draw, stall.count) = (drawn, 0);
        stall.last = turn_;
        if (++stall.count == _parameters.forceTurns) {
            // What was forced before and is in effect stays what this takes the place of.
            _write(shard, turn, before, true);
            stall.forced = turn_;
            stall.effectiveAt = uint56(block.timestamp + _parameters.forceSeconds);
            stall.count = 0;
        } else if (!_isStalled(shard)) _write(shard, turn, before, true);
        _stalls[shard] = stall;
        return true;
    }

    function _isStalled(uint256 shard) private view returns (bool) {
        return (_installed[shard >> 2] >> ((shard & 3) * 64)) & STALLED != 0;
    }

    function _write(uint256 shard, uint64 turn, uint64 before, bool stalled) private {
        uint256 shift = (shard & 3) * 64;
        uint256 word = (uint256(before) << 32) | turn | (stalled ? STALLED : 0);
        uint256 others = _installed[shard >> 2] & ~(uint256(type(uint64).max) << shift);
        _installed[shard >> 2] = others | (word << shift);
    }

    /// @dev Whether a shard was installed in a turn by its new set's own word.
    function _wasHanded(uint256 shard, uint64 turn_) private view returns (bool) {
        return
            _turns[turn_].whole ||
            (_handed[turn_][shard >> 8] >> (shard & 0xff)) & 1 == 1;
    }
}
