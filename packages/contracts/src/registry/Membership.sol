// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {Signatures} from "../Signatures.sol";
import {Statements} from "../Statements.sol";
import {State} from "./State.sol";
import {Addresses, Lists, Node, Parameters, Status, Summary} from "./Types.sol";

/**
 * @title Who may be drawn
 * @notice Nodes wait in a queue for a place; turns admit them and end memberships.
 */
abstract contract Membership is State {
    event NodeEntered(bytes32 indexed id, address indexed operator, uint256 fee);
    event NodeCancelled(bytes32 indexed id);
    event NodeUpdated(bytes32 indexed id);
    event NodeLeaving(bytes32 indexed id);
    event NodeWithdrawn(bytes32 indexed id, address to);

    /// @notice The ether sent is less than the bond and the fee.
    error WrongBond(uint256 required);
    /// @notice A text is too short or too long, or has characters other than printable ASCII.
    error InvalidAddress();
    /// @notice So many wait that nobody else may.
    error QueueFull();

    /// @notice What a node is entered with.
    struct Entry {
        bytes32 x;
        bytes32 y;
        Addresses addresses;
        /// Who is to run it: the caller, but for founders.
        address operator;
        /// Its key's statement `registration`, of the operator's address: nobody enters another's key.
        Statements.Signed proof;
    }

    uint256 private constant TEXT_LENGTH_MAX = 256;
    uint256 private constant LABEL_LENGTH_MAX = 64;
    /// The price of the last place is beyond all bonds; where there is none, a reader's page.
    uint256 private constant WAITING_MAX = 1024;
    /// New addresses a turn.
    uint256 private constant UPDATES = 24;

    /**
     * @notice Puts a node at the end of the queue, for its operator. Sent are bond and fee; the fee is
     * burnt, what is too much returned. Before the first turn the deployer enters the founders of all
     * operators, for no fee.
     */
    function enter(Entry calldata entry) external payable {
        bool founding = _summary.turn == 0;
        address allowed = founding ? _founder : entry.operator;
        require(msg.sender == allowed && entry.operator != address(0), NotOperator(allowed));
        bytes32 id = nodeId(entry.x, entry.y);
        Node storage node_ = _nodes[id];
        require(node_.status == Status.Unknown, WrongStatus(node_.status));
        uint256 bond = _parameters.bond;
        uint256 price = founding ? 0 : fee();
        require(msg.value >= bond + price, WrongBond(bond + price));
        bytes32 body = sha256(abi.encodePacked(entry.operator));
        bytes32 digest = Statements.digest(
            "parley/3 registration\x00",
            networkId(),
            id,
            entry.proof.serial,
            body
        );
        Signatures.requireSigned(entry.x, entry.y, digest, entry.proof);
        node_.x = entry.x;
        node_.y = entry.y;
        node_.operator = entry.operator;
        node_.status = Status.Waiting;
        _relocate(node_, entry.addresses);
        Lists storage lists = _lists;
        require(lists.waiting < WAITING_MAX, QueueFull());
        ++lists.waiting;
        uint32 place = lists.queueEnd++;
        node_.place = place;
        _queue[place] = id;
        emit NodeEntered(id, entry.operator, price);
        _burn(price);
        uint256 rest = msg.value - bond - price;
        if (rest > 0) Address.sendValue(payable(msg.sender), rest);
    }

    /// @notice Takes a node out of the queue, and pays its bond back. The fee is gone.
    function cancel(bytes32 id) external {
        Node storage node_ = _own(id);
        require(node_.status == Status.Waiting, WrongStatus(node_.status));
        _unqueue(node_);
        delete _nodes[id];
        emit NodeCancelled(id);
        Address.sendValue(payable(msg.sender), _parameters.bond);
    }

    /// @notice Changes where a node is reached: so often a turn, while its bond is here.
    function update(bytes32 id, Addresses calldata addresses) external {
        Node storage node_ = _own(id);
        require(_isBonded(node_.status), WrongStatus(node_.status));
        uint256 from = node_.updatedAt + _parameters.turnSeconds / UPDATES;
        require(block.timestamp >= from, TooEarly(uint64(from)));
        _relocate(node_, addresses);
        if (node_.status != Status.Waiting) _touch(node_.seat);
        emit NodeUpdated(id);
    }

    /// @notice Asks that a node's membership ends. It does with one of the next turns.
    function startLeaving(bytes32 id) external {
        Node storage node_ = _own(id);
        require(node_.status == Status.Member, WrongStatus(node_.status));
        _depart(node_);
        emit NodeLeaving(id);
    }

    /// @notice Pays out the bond of a node that left long enough ago.
    function withdraw(bytes32 id, address payable to) external {
        Node storage node_ = _own(id);
        require(node_.status == Status.Left, WrongStatus(node_.status));
        require(block.timestamp >= node_.withdrawableAt, TooEarly(node_.withdrawableAt));
        node_.status = Status.Withdrawn;
        _touch(node_.seat);
        uint256 kept = node_.retired ? _feeMin() : 0;
        emit NodeWithdrawn(id, to);
        _burn(kept);
        Address.sendValue(to, _parameters.bond - kept);
    }

    function _own(bytes32 id) private view returns (Node storage node_) {
        node_ = _nodes[id];
        require(msg.sender == node_.operator, NotOperator(node_.operator));
    }

    function _relocate(Node storage node_, Addresses calldata addresses) private {
        _requireText(addresses.url, 1, TEXT_LENGTH_MAX);
        _requireText(addresses.peer, 1, TEXT_LENGTH_MAX);
        _requireText(addresses.label, 0, LABEL_LENGTH_MAX);
        node_.addresses = addresses;
        node_.addressesHash = keccak256(abi.encode(addresses));
        node_.updatedAt = uint40(block.timestamp);
    }

    /// @dev Printable ASCII only, so that no reader trips over what a stranger entered.
    function _requireText(
        string calldata text,
        uint256 lengthMin,
        uint256 lengthMax
    ) private pure {
        bytes calldata characters = bytes(text);
        uint256 length = characters.length;
        require(length >= lengthMin && length <= lengthMax, InvalidAddress());
        for (uint256 i = 0; i < length; ++i)
            require(characters[i] > 0x20 && characters[i] < 0x7f, InvalidAddress());
    }
}
