// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Draws} from "../Draws.sol";
import {State} from "./State.sol";
import {Lists, Node, Parameters, Seat, Status, Summary, Turn} from "./Types.sol";

/**
 * @title Turns
 * @notice A turn is the only change of sets: it ends memberships, admits from the queue, and draws the
 * shards of one class anew, with the value of a block that comes after all of it is fixed.
 */
abstract contract Turning is State {
    event TurnOpened(uint64 turn, uint64 drawBlock);
    event TurnDrawn(uint64 turn, bytes32 entropy);

    /// @notice Nothing is to be changed.
    error NothingToDo();

    /// Founders admitted by the first turn: what a transaction can pay for.
    uint256 private constant FOUNDERS_MAX = 128;
    /// Whoever joins or leaves a turn, if members are few.
    uint256 private constant MOVES_MIN = 4;
    /// Of members: what part joins or leaves a turn.
    uint256 private constant MOVES_PART = 16;
    /// Holes of the queue that one turn steps over, and slashed members that it ends.
    uint256 private constant STEPS_MAX = 256;
    uint256 private constant ENDINGS_MAX = 64;

    /**
     * @notice Opens the next turn. Anyone may, when the one before is drawn and has lasted long enough.
     * If the block that draws can be read no more, the open turn gets another one.
     */
    function open() external {
        Summary storage summary_ = _summary;
        uint64 turn_ = summary_.turn;
        if (turn_ > 0 && !summary_.drawn) return _reopen(turn_);
        if (turn_ == 0) require(msg.sender == _founder, NotOperator(_founder));
        else _requireDue();
        ++turn_;
        uint256 members = summary_.members;
        uint256 moves = members / MOVES_PART < MOVES_MIN ? MOVES_MIN : members / MOVES_PART;
        summary_.turn = uint40(turn_);
        summary_.openedAt = uint40(block.timestamp);
        summary_.drawn = false;
        summary_.installs = 0;
        Turn storage opened = _turns[turn_];
        // Before anybody is seated: seats are free by how long ago turns were.
        opened.openedAt = uint64(block.timestamp);
        _endMembers(turn_, moves);
        _admit(turn_, turn_ == 1 ? FOUNDERS_MAX : moves);
        opened.seats = summary_.seats;
        opened.members = summary_.members;
        _name(turn_);
    }

    /// @notice Keeps the hash of the draw's block, where a chain can tell it for a short time only.
    function note() external {
        require(_noted == 0, NothingToDo());
        _noted = _drawHash();
    }

    /**
     * @notice Draws. Anyone may, at any time after the draw's block: its value is what it is.
     * @param header of the draw's block, RLP-encoded
     */
    function draw(bytes calldata header) external {
        Summary storage summary_ = _summary;
        uint64 turn_ = summary_.turn;
        require(turn_ > 0 && !summary_.drawn, WrongTurn(turn_));
        bytes32 hash = _noted == 0 ? _drawHash() : _noted;
        require(keccak256(header) == hash, Draws.InvalidHeader());
        bytes32 entropy = keccak256(
            abi.encodePacked(
                "parley/3 draw\x00",
                block.chainid,
                address(this),
                turn_,
                Draws.valueOf(header)
            )
        );
        _turns[turn_].entropy = entropy;
        summary_.drawn = true;
        delete _noted;
        // Nothing can have been stored before there were members.
        if (turn_ == 1) _installAll(1);
        emit TurnDrawn(turn_, entropy);
    }

    /// @dev The hash of the block that draws.
    function _drawHash() private view returns (bytes32 hash) {
        uint64 number = _summary.drawBlock;
        require(_summary.turn > 0 && block.number > number, TooEarly(number));
        hash = Draws.hashOf(number);
        require(hash != 0, Draws.InvalidHeader());
    }

    function _reopen(uint64 turn_) private {
        uint64 number = _summary.drawBlock;
        require(block.number > number, TooEarly(number));
        require(_noted == 0 && Draws.hashOf(number) == 0, WrongTurn(turn_));
        _name(turn_);
    }

    /// @dev Names the block that draws.
    function _name(uint64 turn_) private {
        uint64 number = uint64(block.number + _parameters.lookahead);
        _summary.drawBlock = uint40(number);
        _turns[turn_].drawBlock = number;
        delete _noted;
        emit TurnOpened(turn_, number);
    }

    function _requireDue() private view {
        Summary storage summary_ = _summary;
        Parameters storage given = _parameters;
        uint256 due = uint256(summary_.openedAt) + given.turnSeconds;
        if (given.eager) {
            bool pending = summary_.members > 0 && summary_.installs < _shardsOfClass();
            Lists storage lists = _lists;
            bool changes = lists.waiting > 0 ||
                lists.leavingFirst < lists.leavingEnd ||
                lists.endingFirst < lists.endingEnd;
            require(pending || changes, NothingToDo());
            if (!pending) return;
        }
        require(block.timestamp >= due, TooEarly(uint64(due)));
    }

    /// @dev Slashed members go at once, those who asked or were retired in order, `moves` of them.
    function _endMembers(uint64 turn_, uint256 moves) private {
        Lists storage lists = _lists;
        for (uint256 i = 0; i < ENDINGS_MAX && lists.endingFirst < lists.endingEnd; ++i)
            _end(turn_, _ending[lists.endingFirst++]);
        while (moves > 0 && lists.leavingFirst < lists.leavingEnd)
            if (_end(turn_, _leaving[lists.leavingFirst++])) --moves;
    }

    /// @dev Ends the membership of a seat's holder, if nothing else has.
    function _end(uint64 turn_, uint256 seat) private returns (bool) {
        Seat storage seat_ = _seats[seat];
        if (seat_.until != 0) return false;
        seat_.until = turn_;
        Node storage node_ = _nodes[seat_.node];
        node_.until = uint40(turn_);
        if (node_.status == Status.Leaving) {
            node_.status = Status.Left;
            node_.withdrawableAt = uint40(block.timestamp + _exitSeconds());
        }
        _freed[_lists.freedEnd++] = seat;
        --_summary.members;
        _touch(seat);
        return true;
    }

    function _admit(uint64 turn_, uint256 moves) private {
        Lists storage lists = _lists;
        for (uint256 i = 0; i < STEPS_MAX && moves > 0; ++i) {
            if (lists.queueFirst == lists.queueEnd) return;
            bytes32 id = _queue[lists.queueFirst];
            if (id != 0) {
                (bool found, uint256 seat) = _freeSeat();
                if (!found) return;
                delete _queue[lists.queueFirst];
                --lists.waiting;
                --moves;
                _seat(turn_, seat, id);
            }
            ++lists.queueFirst;
        }
    }

    function _seat(uint64 turn_, uint256 seat, bytes32 id) private {
        Seat storage seat_ = _seats[seat];
        seat_.since = turn_;
        seat_.until = 0;
        seat_.spoke = 0;
        seat_.node = id;
        _holders[seat].push(id);
        Node storage node_ = _nodes[id];
        node_.seat = uint16(seat);
        node_.status = Status.Member;
        node_.since = uint40(turn_);
        ++_summary.members;
        _touch(seat);
    }

    /**
     * @dev A seat is taken again when its holder's bond is bound no more: so of all who had it only the
     * newest can count for anything.
     */
    function _freeSeat() private returns (bool found, uint256 seat) {
        Lists storage lists = _lists;
        if (lists.freedFirst < lists.freedEnd) {
            seat = _freed[lists.freedFirst];
            uint256 freeFrom = _turns[_seats[seat].until].openedAt + _exitSeconds();
            if (block.timestamp >= freeFrom) {
                ++lists.freedFirst;
                return (true, seat);
            }
        }
        if (_summary.seats >= _parameters.seatsMax) return (false, 0);
        return (true, _summary.seats++);
    }
}
