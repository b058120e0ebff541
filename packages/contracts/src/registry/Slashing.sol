// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {Draws} from "../Draws.sol";
import {Heads} from "../Heads.sol";
import {Receipts} from "../Receipts.sol";
import {Seals} from "../Seals.sol";
import {Signatures} from "../Signatures.sol";
import {Statements} from "../Statements.sol";
import {Settling} from "./Settling.sol";
import {Node, Offence, Status} from "./Types.sol";

/**
 * @title What costs a node its bond
 * @notice Anyone may show statements of which no honest node makes both. A quarter of the bond goes to
 * who announced the report at least `REVEAL_BLOCKS` blocks before, so whoever copies what is shown gets
 * nothing; without that all of it is burnt. A node that reports itself loses most of it still.
 */
abstract contract Slashing is Settling {
    event NodeSlashed(
        bytes32 indexed id,
        address indexed reporter,
        Offence offence,
        uint256 reward
    );

    /// @notice An honest node may sign both statements.
    error NoConflict();
    /// @notice Only the contract that judges votes may do this.
    error NotTally();

    /// @notice Whoever shows evidence receives this part of the bond.
    uint256 public constant REWARD_DIVISOR = 4;
    /// @notice So many blocks after its announcement a report is rewarded: no block's maker can do both.
    uint256 public constant REVEAL_BLOCKS = 2;

    /**
     * @notice Announces a report.
     * @param report keccak of the reporter's address and keccak of the call's data
     */
    function announce(bytes32 report) external {
        if (_announced[report] == 0) _announced[report] = block.number;
    }

    /**
     * @notice Slashes a node that signed two different statements of one kind for one slot and view.
     * @param one body of the first statement, as {Seals} describes it
     * @param other body of the second statement
     */
    function slashForSeals(
        bytes32 id,
        Seals.Slot calldata slot,
        bytes calldata one,
        Statements.Signed calldata oneSigned,
        bytes calldata other,
        Statements.Signed calldata otherSigned
    ) external {
        Node storage node_ = _bonded(id);
        require(Seals.conflict(one, other), NoConflict());
        bytes32 network = networkId();
        bytes32 digest = Seals.digest(network, id, slot, one, oneSigned.serial);
        _requireStated(node_, digest, oneSigned);
        digest = Seals.digest(network, id, slot, other, otherSigned.serial);
        _requireStated(node_, digest, otherSigned);
        _report(id, node_, Offence.Seals);
    }

    /// @notice Slashes a node that signed receipts of two envelopes for one position of one topic.
    function slashForReceipts(
        bytes32 id,
        bytes32 topic,
        uint64 position,
        Receipts.Receipt calldata one,
        Statements.Signed calldata oneSigned,
        Receipts.Receipt calldata other,
        Statements.Signed calldata otherSigned
    ) external {
        Node storage node_ = _bonded(id);
        require(Receipts.conflict(one, other), NoConflict());
        _requireReceipt(id, node_, topic, position, one, oneSigned);
        _requireReceipt(id, node_, topic, position, other, otherSigned);
        _report(id, node_, Offence.Receipts);
    }

    /// @notice Slashes a node that signed two heads for one position of its log of one topic.
    function slashForHeads(
        bytes32 id,
        bytes32 topic,
        Heads.Head calldata one,
        Heads.Head calldata other
    ) external {
        Node storage node_ = _bonded(id);
        require(one.position == other.position && one.hash != other.hash, NoConflict());
        _requireHead(id, node_, topic, one);
        _requireHead(id, node_, topic, other);
        _report(id, node_, Offence.Heads);
    }

    /**
     * @notice Slashes a node that signed a receipt for an envelope at a position where its log holds
     * another one, or none.
     * @param before the head at a position before the receipt's
     * @param current the head with one envelope more, at the receipt's position or after it
     * @param last the name of that envelope
     * @param position of the receipt
     */
    function slashForOmission(
        bytes32 id,
        bytes32 topic,
        Heads.Head calldata before,
        Heads.Head calldata current,
        Heads.Ref calldata last,
        uint64 position,
        Receipts.Receipt calldata receipt,
        Statements.Signed calldata receiptSigned
    ) external {
        Node storage node_ = _bonded(id);
        require(
            Heads.follows(current, before, last) &&
                position > before.position &&
                position <= current.position &&
                (position != current.position ||
                    receipt.sentAt != last.sentAt ||
                    receipt.envelope != last.envelope),
            NoConflict()
        );
        _requireHead(id, node_, topic, before);
        _requireHead(id, node_, topic, current);
        _requireReceipt(id, node_, topic, position, receipt, receiptSigned);
        _report(id, node_, Offence.Omission);
    }

    /**
     * @notice Slashes a node that stated another hash of a block of this chain than its own. The
     * statement's kind is `chain block`, its body `chain(8) number(8) hash`.
     */
    function slashForBlock(
        bytes32 id,
        uint64 number,
        bytes32 hash,
        Statements.Signed calldata signed
    ) external {
        Node storage node_ = _bonded(id);
        bytes32 found = Draws.hashOf(number);
        require(found != 0 && found != hash, NoConflict());
        bytes32 body = sha256(abi.encodePacked(uint64(block.chainid), number, hash));
        bytes32 digest = Statements.digest(
            "parley/3 chain block\x00",
            networkId(),
            id,
            signed.serial,
            body
        );
        _requireStated(node_, digest, signed);
        _report(id, node_, Offence.Block);
    }

    /// @notice Slashes a node for what the contract that judges votes found.
    function slash(bytes32 id, address reporter) external {
        require(msg.sender == _parameters.tally, NotTally());
        _slash(id, _bonded(id), Offence.Vote, reporter);
    }

    /// @dev Rewards who announced exactly this call.
    function _report(bytes32 id, Node storage node_, Offence offence) private {
        bytes32 report = keccak256(abi.encodePacked(msg.sender, keccak256(msg.data)));
        uint256 since = _announced[report];
        bool first = since != 0 && block.number >= since + REVEAL_BLOCKS;
        _slash(id, node_, offence, first ? msg.sender : address(0));
    }

    /// @dev Effects first: the reporter may be a contract.
    function _slash(
        bytes32 id,
        Node storage node_,
        Offence offence,
        address reporter
    ) private {
        if (node_.status == Status.Waiting) _unqueue(node_);
        else {
            uint256 seat = node_.seat;
            if (node_.status != Status.Left) _ending[_lists.endingEnd++] = seat;
            _touch(seat);
        }
        node_.status = Status.Slashed;
        node_.withdrawableAt = 0;
        uint256 bond = _parameters.bond;
        uint256 reward = reporter == address(0) ? 0 : bond / REWARD_DIVISOR;
        emit NodeSlashed(id, reporter, offence, reward);
        _burn(bond - reward);
        if (reward > 0) Address.sendValue(payable(reporter), reward);
    }

    function _bonded(bytes32 id) private view returns (Node storage node_) {
        node_ = _nodes[id];
        require(_isBonded(node_.status), WrongStatus(node_.status));
    }

    function _requireStated(
        Node storage node_,
        bytes32 digest,
        Statements.Signed calldata signed
    ) private view {
        Signatures.requireSigned(node_.x, node_.y, digest, signed);
    }

    function _requireHead(
        bytes32 id,
        Node storage node_,
        bytes32 topic,
        Heads.Head calldata head
    ) private view {
        _requireStated(node_, Heads.digest(networkId(), id, topic, head), head.signed);
    }

    function _requireReceipt(
        bytes32 id,
        Node storage node_,
        bytes32 topic,
        uint64 position,
        Receipts.Receipt calldata receipt,
        Statements.Signed calldata signed
    ) private view {
        bytes32 network = networkId();
        bytes32 digest = Receipts.digest(network, id, topic, position, receipt, signed.serial);
        _requireStated(node_, digest, signed);
    }
}
