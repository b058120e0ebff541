// Written by `npm run build:contracts` from the Solidity sources.

export const nodeRegistryAbi = [
  {
    inputs: [
      {
        internalType: 'string',
        name: 'name_',
        type: 'string',
      },
      {
        components: [
          {
            internalType: 'uint128',
            name: 'bond',
            type: 'uint128',
          },
          {
            internalType: 'uint32',
            name: 'turnSeconds',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'forceSeconds',
            type: 'uint32',
          },
          {
            internalType: 'uint16',
            name: 'lookahead',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'classes',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'seatsMax',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'feeDivisor',
            type: 'uint16',
          },
          {
            internalType: 'uint8',
            name: 'firstReplicas',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'secondReplicas',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'forceTurns',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'viewAge',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'exitDelay',
            type: 'uint8',
          },
          {
            internalType: 'bool',
            name: 'eager',
            type: 'bool',
          },
          {
            internalType: 'address',
            name: 'tally',
            type: 'address',
          },
        ],
        internalType: 'struct Parameters',
        name: 'given',
        type: 'tuple',
      },
    ],
    stateMutability: 'nonpayable',
    type: 'constructor',
  },
  {
    inputs: [],
    name: 'InvalidHeader',
    type: 'error',
  },
  {
    inputs: [],
    name: 'InvalidParameter',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'address',
        name: 'operator',
        type: 'address',
      },
    ],
    name: 'NotOperator',
    type: 'error',
  },
  {
    inputs: [],
    name: 'NothingToDo',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'uint64',
        name: 'from',
        type: 'uint64',
      },
    ],
    name: 'TooEarly',
    type: 'error',
  },
  {
    inputs: [],
    name: 'UnknownTable',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'enum Status',
        name: 'found',
        type: 'uint8',
      },
    ],
    name: 'WrongStatus',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'uint64',
        name: 'current',
        type: 'uint64',
      },
    ],
    name: 'WrongTurn',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: false,
        internalType: 'uint64',
        name: 'turn',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'bytes32',
        name: 'entropy',
        type: 'bytes32',
      },
    ],
    name: 'TurnDrawn',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: false,
        internalType: 'uint64',
        name: 'turn',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'uint64',
        name: 'drawBlock',
        type: 'uint64',
      },
    ],
    name: 'TurnOpened',
    type: 'event',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'report',
        type: 'bytes32',
      },
    ],
    name: 'announce',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'cancel',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint40',
        name: 'after_',
        type: 'uint40',
      },
      {
        internalType: 'uint64',
        name: 'from',
        type: 'uint64',
      },
    ],
    name: 'changes',
    outputs: [
      {
        components: [
          {
            internalType: 'uint256',
            name: 'seat',
            type: 'uint256',
          },
          {
            components: [
              {
                internalType: 'bytes32',
                name: 'id',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 'x',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 'y',
                type: 'bytes32',
              },
              {
                internalType: 'uint64',
                name: 'since',
                type: 'uint64',
              },
              {
                internalType: 'uint64',
                name: 'until',
                type: 'uint64',
              },
              {
                internalType: 'uint64',
                name: 'withdrawableAt',
                type: 'uint64',
              },
              {
                internalType: 'enum Status',
                name: 'status',
                type: 'uint8',
              },
              {
                internalType: 'address',
                name: 'operator',
                type: 'address',
              },
              {
                components: [
                  {
                    internalType: 'string',
                    name: 'url',
                    type: 'string',
                  },
                  {
                    internalType: 'string',
                    name: 'peer',
                    type: 'string',
                  },
                  {
                    internalType: 'string',
                    name: 'label',
                    type: 'string',
                  },
                  {
                    internalType: 'bytes2',
                    name: 'country',
                    type: 'bytes2',
                  },
                  {
                    internalType: 'bytes32',
                    name: 'boxX',
                    type: 'bytes32',
                  },
                  {
                    internalType: 'bytes32',
                    name: 'boxY',
                    type: 'bytes32',
                  },
                ],
                internalType: 'struct Addresses',
                name: 'addresses',
                type: 'tuple',
              },
            ],
            internalType: 'struct Holder[]',
            name: 'holders',
            type: 'tuple[]',
          },
        ],
        internalType: 'struct SeatView[]',
        name: 'page',
        type: 'tuple[]',
      },
      {
        internalType: 'uint40',
        name: 'next',
        type: 'uint40',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes',
        name: 'header',
        type: 'bytes',
      },
    ],
    name: 'draw',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'x',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 'y',
            type: 'bytes32',
          },
          {
            components: [
              {
                internalType: 'string',
                name: 'url',
                type: 'string',
              },
              {
                internalType: 'string',
                name: 'peer',
                type: 'string',
              },
              {
                internalType: 'string',
                name: 'label',
                type: 'string',
              },
              {
                internalType: 'bytes2',
                name: 'country',
                type: 'bytes2',
              },
              {
                internalType: 'bytes32',
                name: 'boxX',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 'boxY',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Addresses',
            name: 'addresses',
            type: 'tuple',
          },
          {
            internalType: 'address',
            name: 'operator',
            type: 'address',
          },
          {
            components: [
              {
                internalType: 'uint64',
                name: 'serial',
                type: 'uint64',
              },
              {
                internalType: 'bytes32',
                name: 'r',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 's',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Statements.Signed',
            name: 'proof',
            type: 'tuple',
          },
        ],
        internalType: 'struct Membership.Entry',
        name: 'entry',
        type: 'tuple',
      },
    ],
    name: 'enter',
    outputs: [],
    stateMutability: 'payable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'fee',
    outputs: [
      {
        internalType: 'uint256',
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint256',
        name: 'seat',
        type: 'uint256',
      },
    ],
    name: 'holders',
    outputs: [
      {
        internalType: 'bytes32[]',
        name: '',
        type: 'bytes32[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint256',
        name: 'shard',
        type: 'uint256',
      },
    ],
    name: 'installed',
    outputs: [
      {
        internalType: 'uint64',
        name: 'turn',
        type: 'uint64',
      },
      {
        internalType: 'uint64',
        name: 'before',
        type: 'uint64',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'installedWords',
    outputs: [
      {
        internalType: 'uint256[]',
        name: 'words',
        type: 'uint256[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'keyOf',
    outputs: [
      {
        internalType: 'bytes32',
        name: 'x',
        type: 'bytes32',
      },
      {
        internalType: 'bytes32',
        name: 'y',
        type: 'bytes32',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'name',
    outputs: [
      {
        internalType: 'string',
        name: '',
        type: 'string',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'networkId',
    outputs: [
      {
        internalType: 'bytes32',
        name: '',
        type: 'bytes32',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'node',
    outputs: [
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'x',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 'y',
            type: 'bytes32',
          },
          {
            internalType: 'address',
            name: 'operator',
            type: 'address',
          },
          {
            internalType: 'uint16',
            name: 'seat',
            type: 'uint16',
          },
          {
            internalType: 'enum Status',
            name: 'status',
            type: 'uint8',
          },
          {
            internalType: 'bool',
            name: 'retired',
            type: 'bool',
          },
          {
            internalType: 'uint40',
            name: 'updatedAt',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'since',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'until',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'withdrawableAt',
            type: 'uint40',
          },
          {
            internalType: 'uint32',
            name: 'place',
            type: 'uint32',
          },
          {
            internalType: 'bytes32',
            name: 'addressesHash',
            type: 'bytes32',
          },
          {
            components: [
              {
                internalType: 'string',
                name: 'url',
                type: 'string',
              },
              {
                internalType: 'string',
                name: 'peer',
                type: 'string',
              },
              {
                internalType: 'string',
                name: 'label',
                type: 'string',
              },
              {
                internalType: 'bytes2',
                name: 'country',
                type: 'bytes2',
              },
              {
                internalType: 'bytes32',
                name: 'boxX',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 'boxY',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Addresses',
            name: 'addresses',
            type: 'tuple',
          },
        ],
        internalType: 'struct Node',
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'x',
        type: 'bytes32',
      },
      {
        internalType: 'bytes32',
        name: 'y',
        type: 'bytes32',
      },
    ],
    name: 'nodeId',
    outputs: [
      {
        internalType: 'bytes32',
        name: '',
        type: 'bytes32',
      },
    ],
    stateMutability: 'pure',
    type: 'function',
  },
  {
    inputs: [],
    name: 'note',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'open',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'parameters',
    outputs: [
      {
        internalType: 'string',
        name: '',
        type: 'string',
      },
      {
        components: [
          {
            internalType: 'uint128',
            name: 'bond',
            type: 'uint128',
          },
          {
            internalType: 'uint32',
            name: 'turnSeconds',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'forceSeconds',
            type: 'uint32',
          },
          {
            internalType: 'uint16',
            name: 'lookahead',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'classes',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'seatsMax',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'feeDivisor',
            type: 'uint16',
          },
          {
            internalType: 'uint8',
            name: 'firstReplicas',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'secondReplicas',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'forceTurns',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'viewAge',
            type: 'uint8',
          },
          {
            internalType: 'uint8',
            name: 'exitDelay',
            type: 'uint8',
          },
          {
            internalType: 'bool',
            name: 'eager',
            type: 'bool',
          },
          {
            internalType: 'address',
            name: 'tally',
            type: 'address',
          },
        ],
        internalType: 'struct Parameters',
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'uint64[4]',
        name: 'turns_',
        type: 'uint64[4]',
      },
      {
        internalType: 'uint16[4]',
        name: 'shards',
        type: 'uint16[4]',
      },
    ],
    name: 'retire',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint256',
        name: 'offset',
        type: 'uint256',
      },
      {
        internalType: 'uint256',
        name: 'limit',
        type: 'uint256',
      },
      {
        internalType: 'uint64',
        name: 'from',
        type: 'uint64',
      },
    ],
    name: 'seats',
    outputs: [
      {
        components: [
          {
            internalType: 'uint256',
            name: 'seat',
            type: 'uint256',
          },
          {
            components: [
              {
                internalType: 'bytes32',
                name: 'id',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 'x',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 'y',
                type: 'bytes32',
              },
              {
                internalType: 'uint64',
                name: 'since',
                type: 'uint64',
              },
              {
                internalType: 'uint64',
                name: 'until',
                type: 'uint64',
              },
              {
                internalType: 'uint64',
                name: 'withdrawableAt',
                type: 'uint64',
              },
              {
                internalType: 'enum Status',
                name: 'status',
                type: 'uint8',
              },
              {
                internalType: 'address',
                name: 'operator',
                type: 'address',
              },
              {
                components: [
                  {
                    internalType: 'string',
                    name: 'url',
                    type: 'string',
                  },
                  {
                    internalType: 'string',
                    name: 'peer',
                    type: 'string',
                  },
                  {
                    internalType: 'string',
                    name: 'label',
                    type: 'string',
                  },
                  {
                    internalType: 'bytes2',
                    name: 'country',
                    type: 'bytes2',
                  },
                  {
                    internalType: 'bytes32',
                    name: 'boxX',
                    type: 'bytes32',
                  },
                  {
                    internalType: 'bytes32',
                    name: 'boxY',
                    type: 'bytes32',
                  },
                ],
                internalType: 'struct Addresses',
                name: 'addresses',
                type: 'tuple',
              },
            ],
            internalType: 'struct Holder[]',
            name: 'holders',
            type: 'tuple[]',
          },
        ],
        internalType: 'struct SeatView[]',
        name: 'page',
        type: 'tuple[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint256',
        name: 'shard',
        type: 'uint256',
      },
      {
        internalType: 'uint64',
        name: 'turn_',
        type: 'uint64',
      },
    ],
    name: 'setAt',
    outputs: [
      {
        internalType: 'bytes32[]',
        name: 'ids',
        type: 'bytes32[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'topic',
        type: 'bytes32',
      },
    ],
    name: 'setOf',
    outputs: [
      {
        internalType: 'bytes32[]',
        name: 'ids',
        type: 'bytes32[]',
      },
      {
        internalType: 'uint64',
        name: 'turn_',
        type: 'uint64',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint64',
        name: 'turn_',
        type: 'uint64',
      },
      {
        internalType: 'uint16[]',
        name: 'shards',
        type: 'uint16[]',
      },
      {
        components: [
          {
            internalType: 'bool',
            name: 'stuck',
            type: 'bool',
          },
          {
            internalType: 'uint16',
            name: 'seat',
            type: 'uint16',
          },
          {
            internalType: 'bytes',
            name: 'shards',
            type: 'bytes',
          },
          {
            components: [
              {
                internalType: 'uint64',
                name: 'serial',
                type: 'uint64',
              },
              {
                internalType: 'bytes32',
                name: 'r',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 's',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Statements.Signed',
            name: 'signed',
            type: 'tuple',
          },
        ],
        internalType: 'struct Settling.Claim[]',
        name: 'claims',
        type: 'tuple[]',
      },
    ],
    name: 'settle',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'address',
        name: 'reporter',
        type: 'address',
      },
    ],
    name: 'slash',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'uint64',
        name: 'number',
        type: 'uint64',
      },
      {
        internalType: 'bytes32',
        name: 'hash',
        type: 'bytes32',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'serial',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'r',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 's',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Statements.Signed',
        name: 'signed',
        type: 'tuple',
      },
    ],
    name: 'slashForBlock',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'bytes32',
        name: 'topic',
        type: 'bytes32',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'position',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
              {
                internalType: 'uint64',
                name: 'serial',
                type: 'uint64',
              },
              {
                internalType: 'bytes32',
                name: 'r',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 's',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Statements.Signed',
            name: 'signed',
            type: 'tuple',
          },
        ],
        internalType: 'struct Heads.Head',
        name: 'one',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'position',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
              {
                internalType: 'uint64',
                name: 'serial',
                type: 'uint64',
              },
              {
                internalType: 'bytes32',
                name: 'r',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 's',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Statements.Signed',
            name: 'signed',
            type: 'tuple',
          },
        ],
        internalType: 'struct Heads.Head',
        name: 'other',
        type: 'tuple',
      },
    ],
    name: 'slashForHeads',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'bytes32',
        name: 'topic',
        type: 'bytes32',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'position',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
              {
                internalType: 'uint64',
                name: 'serial',
                type: 'uint64',
              },
              {
                internalType: 'bytes32',
                name: 'r',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 's',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Statements.Signed',
            name: 'signed',
            type: 'tuple',
          },
        ],
        internalType: 'struct Heads.Head',
        name: 'before',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'position',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
              {
                internalType: 'uint64',
                name: 'serial',
                type: 'uint64',
              },
              {
                internalType: 'bytes32',
                name: 'r',
                type: 'bytes32',
              },
              {
                internalType: 'bytes32',
                name: 's',
                type: 'bytes32',
              },
            ],
            internalType: 'struct Statements.Signed',
            name: 'signed',
            type: 'tuple',
          },
        ],
        internalType: 'struct Heads.Head',
        name: 'current',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'sentAt',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'envelope',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Heads.Ref',
        name: 'last',
        type: 'tuple',
      },
      {
        internalType: 'uint64',
        name: 'position',
        type: 'uint64',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'sentAt',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'envelope',
            type: 'bytes32',
          },
          {
            internalType: 'uint64',
            name: 'receivedAt',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'fence',
            type: 'uint64',
          },
          {
            internalType: 'uint16',
            name: 'index',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'count',
            type: 'uint16',
          },
          {
            internalType: 'bytes32[]',
            name: 'path',
            type: 'bytes32[]',
          },
        ],
        internalType: 'struct Receipts.Receipt',
        name: 'receipt',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'serial',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'r',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 's',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Statements.Signed',
        name: 'receiptSigned',
        type: 'tuple',
      },
    ],
    name: 'slashForOmission',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'bytes32',
        name: 'topic',
        type: 'bytes32',
      },
      {
        internalType: 'uint64',
        name: 'position',
        type: 'uint64',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'sentAt',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'envelope',
            type: 'bytes32',
          },
          {
            internalType: 'uint64',
            name: 'receivedAt',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'fence',
            type: 'uint64',
          },
          {
            internalType: 'uint16',
            name: 'index',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'count',
            type: 'uint16',
          },
          {
            internalType: 'bytes32[]',
            name: 'path',
            type: 'bytes32[]',
          },
        ],
        internalType: 'struct Receipts.Receipt',
        name: 'one',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'serial',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'r',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 's',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Statements.Signed',
        name: 'oneSigned',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'sentAt',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'envelope',
            type: 'bytes32',
          },
          {
            internalType: 'uint64',
            name: 'receivedAt',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'fence',
            type: 'uint64',
          },
          {
            internalType: 'uint16',
            name: 'index',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'count',
            type: 'uint16',
          },
          {
            internalType: 'bytes32[]',
            name: 'path',
            type: 'bytes32[]',
          },
        ],
        internalType: 'struct Receipts.Receipt',
        name: 'other',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'serial',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'r',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 's',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Statements.Signed',
        name: 'otherSigned',
        type: 'tuple',
      },
    ],
    name: 'slashForReceipts',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'topic',
            type: 'bytes32',
          },
          {
            internalType: 'uint64',
            name: 'slot',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'set',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Seals.Slot',
        name: 'slot',
        type: 'tuple',
      },
      {
        internalType: 'bytes',
        name: 'one',
        type: 'bytes',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'serial',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'r',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 's',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Statements.Signed',
        name: 'oneSigned',
        type: 'tuple',
      },
      {
        internalType: 'bytes',
        name: 'other',
        type: 'bytes',
      },
      {
        components: [
          {
            internalType: 'uint64',
            name: 'serial',
            type: 'uint64',
          },
          {
            internalType: 'bytes32',
            name: 'r',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 's',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Statements.Signed',
        name: 'otherSigned',
        type: 'tuple',
      },
    ],
    name: 'slashForSeals',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint16[]',
        name: 'shards',
        type: 'uint16[]',
      },
    ],
    name: 'stalls',
    outputs: [
      {
        components: [
          {
            internalType: 'uint64',
            name: 'draw',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'last',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'forced',
            type: 'uint64',
          },
          {
            internalType: 'uint56',
            name: 'effectiveAt',
            type: 'uint56',
          },
          {
            internalType: 'uint8',
            name: 'count',
            type: 'uint8',
          },
        ],
        internalType: 'struct Stall[]',
        name: 'page',
        type: 'tuple[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'startLeaving',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'statusOf',
    outputs: [
      {
        internalType: 'uint64',
        name: 'since',
        type: 'uint64',
      },
      {
        internalType: 'uint64',
        name: 'until',
        type: 'uint64',
      },
      {
        internalType: 'uint64',
        name: 'withdrawableAt',
        type: 'uint64',
      },
      {
        internalType: 'bool',
        name: 'slashed',
        type: 'bool',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'summary',
    outputs: [
      {
        components: [
          {
            internalType: 'uint40',
            name: 'turn',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'openedAt',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'drawBlock',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'revision',
            type: 'uint40',
          },
          {
            internalType: 'uint40',
            name: 'floor',
            type: 'uint40',
          },
          {
            internalType: 'uint16',
            name: 'seats',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'members',
            type: 'uint16',
          },
          {
            internalType: 'uint16',
            name: 'installs',
            type: 'uint16',
          },
          {
            internalType: 'bool',
            name: 'drawn',
            type: 'bool',
          },
        ],
        internalType: 'struct Summary',
        name: 'current',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'uint32',
            name: 'queueFirst',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'queueEnd',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'waiting',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'leavingFirst',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'leavingEnd',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'endingFirst',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'endingEnd',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'freedFirst',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'freedEnd',
            type: 'uint32',
          },
          {
            internalType: 'uint64',
            name: 'settlements',
            type: 'uint64',
          },
          {
            internalType: 'uint40',
            name: 'retiredIn',
            type: 'uint40',
          },
          {
            internalType: 'uint16',
            name: 'retired',
            type: 'uint16',
          },
          {
            internalType: 'uint40',
            name: 'beforeFloor',
            type: 'uint40',
          },
        ],
        internalType: 'struct Lists',
        name: 'lists',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint64',
        name: 'from',
        type: 'uint64',
      },
      {
        internalType: 'uint64',
        name: 'to',
        type: 'uint64',
      },
    ],
    name: 'turns',
    outputs: [
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'entropy',
            type: 'bytes32',
          },
          {
            internalType: 'uint32',
            name: 'seats',
            type: 'uint32',
          },
          {
            internalType: 'uint32',
            name: 'members',
            type: 'uint32',
          },
          {
            internalType: 'uint64',
            name: 'openedAt',
            type: 'uint64',
          },
          {
            internalType: 'uint64',
            name: 'drawBlock',
            type: 'uint64',
          },
          {
            internalType: 'bool',
            name: 'whole',
            type: 'bool',
          },
        ],
        internalType: 'struct Turn[]',
        name: 'page',
        type: 'tuple[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        components: [
          {
            internalType: 'string',
            name: 'url',
            type: 'string',
          },
          {
            internalType: 'string',
            name: 'peer',
            type: 'string',
          },
          {
            internalType: 'string',
            name: 'label',
            type: 'string',
          },
          {
            internalType: 'bytes2',
            name: 'country',
            type: 'bytes2',
          },
          {
            internalType: 'bytes32',
            name: 'boxX',
            type: 'bytes32',
          },
          {
            internalType: 'bytes32',
            name: 'boxY',
            type: 'bytes32',
          },
        ],
        internalType: 'struct Addresses',
        name: 'addresses',
        type: 'tuple',
      },
    ],
    name: 'update',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        internalType: 'address payable',
        name: 'to',
        type: 'address',
      },
    ],
    name: 'withdraw',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'FailedCall',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'uint256',
        name: 'balance',
        type: 'uint256',
      },
      {
        internalType: 'uint256',
        name: 'needed',
        type: 'uint256',
      },
    ],
    name: 'InsufficientBalance',
    type: 'error',
  },
  {
    inputs: [],
    name: 'InvalidAddress',
    type: 'error',
  },
  {
    inputs: [],
    name: 'InvalidList',
    type: 'error',
  },
  {
    inputs: [],
    name: 'InvalidPath',
    type: 'error',
  },
  {
    inputs: [],
    name: 'InvalidSignature',
    type: 'error',
  },
  {
    inputs: [],
    name: 'NoConflict',
    type: 'error',
  },
  {
    inputs: [],
    name: 'NotSilent',
    type: 'error',
  },
  {
    inputs: [],
    name: 'NotTally',
    type: 'error',
  },
  {
    inputs: [],
    name: 'QueueFull',
    type: 'error',
  },
  {
    inputs: [
      {
        internalType: 'uint256',
        name: 'required',
        type: 'uint256',
      },
    ],
    name: 'WrongBond',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'NodeCancelled',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        indexed: true,
        internalType: 'address',
        name: 'operator',
        type: 'address',
      },
      {
        indexed: false,
        internalType: 'uint256',
        name: 'fee',
        type: 'uint256',
      },
    ],
    name: 'NodeEntered',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'NodeLeaving',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'NodeRetired',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        indexed: true,
        internalType: 'address',
        name: 'reporter',
        type: 'address',
      },
      {
        indexed: false,
        internalType: 'enum Offence',
        name: 'offence',
        type: 'uint8',
      },
      {
        indexed: false,
        internalType: 'uint256',
        name: 'reward',
        type: 'uint256',
      },
    ],
    name: 'NodeSlashed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
    name: 'NodeUpdated',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: true,
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
      {
        indexed: false,
        internalType: 'address',
        name: 'to',
        type: 'address',
      },
    ],
    name: 'NodeWithdrawn',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        indexed: false,
        internalType: 'uint64',
        name: 'turn',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'uint256',
        name: 'installs',
        type: 'uint256',
      },
      {
        indexed: false,
        internalType: 'uint256',
        name: 'stalls',
        type: 'uint256',
      },
    ],
    name: 'Settled',
    type: 'event',
  },
  {
    inputs: [],
    name: 'REVEAL_BLOCKS',
    outputs: [
      {
        internalType: 'uint256',
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'REWARD_DIVISOR',
    outputs: [
      {
        internalType: 'uint256',
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
] as const

export const nodeRegistryBytecode =
  '0x60a060405234801561000f575f5ffd5b5060405161b24638038061b24683398101604081905261002e916105b4565b81518015801590610040575060408111155b8015610058575060e08201516100589060ff1661038f565b801561007157506101008201516100719060ff1661038f565b801561008a57506040825f01516001600160801b031610155b801561009f57505f826020015163ffffffff16115b80156100b257505f826060015161ffff16115b80156100c557505f826080015161ffff16115b80156100db5750610200826080015161ffff1611155b80156101005750600182608001516100f3919061066d565b82608001511661ffff165f145b801561011357505f8260a0015161ffff16115b801561012957506110008260a0015161ffff1611155b801561013c57505f82610140015160ff16115b80156101645750600382610140015160ff166101589190610687565b82610120015160ff1610155b801561018c5750600382610120015160ff166101809190610687565b82610160015160ff1610155b6101a957604051630309cb8760e51b815260040160405180910390fd5b6040516101b5906103b1565b604051809103905ff0801580156101ce573d5f5f3e3d5ffd5b506001600160a01b0316608052600e6101e78482610729565b50508051600a8054602084015160408501516060860151608087015160a088015160c08901516001600160801b039098166001600160a01b031996871617600160801b63ffffffff968716021765ffffffffffff60a01b1916600160a01b959094169490940261ffff60c01b191692909217600160c01b61ffff928316021763ffffffff60d01b1916600160d01b9282169290920261ffff60e01b191691909117600160e01b92821692909202919091176001600160f01b0316600160f01b919094160292909217905560e0820151600b8054610100808601516101208701516101408801516101608901516101808a01516101a0909a015160ff98891661ffff19909716969096179388169094029290921763ffff00001916620100009187169190910263ff0000001916176301000000918616919091021761ffff60201b1916640100000000949091169390930260ff60281b191692909217650100000000009415159490940293909317600160301b600160d01b03191666010000000000006001600160a01b039092169190910217909155600f805433921691909117905550610806565b5f600d82111580156103ab57506103a76003836107e7565b6001145b92915050565b615df68061545083390190565b634e487b7160e01b5f52604160045260245ffd5b6040516101c081016001600160401b03811182821017156103f5576103f56103be565b60405290565b604051601f8201601f191681016001600160401b0381118282101715610423576104236103be565b604052919050565b80516001600160801b0381168114610441575f5ffd5b919050565b805163ffffffff81168114610441575f5ffd5b805161ffff81168114610441575f5ffd5b805160ff81168114610441575f5ffd5b80518015158114610441575f5ffd5b80516001600160a01b0381168114610441575f5ffd5b5f6101c082840312156104b0575f5ffd5b6104b86103d2565b90506104c38261042b565b81526104d160208301610446565b60208201526104e260408301610446565b60408201526104f360608301610459565b606082015261050460808301610459565b608082015261051560a08301610459565b60a082015261052660c08301610459565b60c082015261053760e0830161046a565b60e0820152610549610100830161046a565b61010082015261055c610120830161046a565b61012082015261056f610140830161046a565b610140820152610582610160830161046a565b610160820152610595610180830161047a565b6101808201526105a86101a08301610489565b6101a082015292915050565b5f5f6101e083850312156105c6575f5ffd5b82516001600160401b038111156105db575f5ffd5b8301601f810185136105eb575f5ffd5b80516001600160401b03811115610604576106046103be565b610617601f8201601f19166020016103fb565b81815286602083850101111561062b575f5ffd5b8160208401602083015e5f60208383010152809450505050610650846020850161049f565b90509250929050565b634e487b7160e01b5f52601160045260245ffd5b61ffff82811682821603908111156103ab576103ab610659565b808201808211156103ab576103ab610659565b600181811c908216806106ae57607f821691505b6020821081036106cc57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610724578282111561072457805f5260205f20601f840160051c60208510156106fd57505f5b90810190601f840160051c035f5b81811015610720575f8382015560010161070b565b5050505b505050565b81516001600160401b03811115610742576107426103be565b61075681610750845461069a565b846106d2565b6020601f821160018114610788575f83156107715750848201515b5f19600385901b1c1916600184901b1784556107e0565b5f84815260208120601f198516915b828110156107b75787850151825560209485019460019092019101610797565b50848210156107d457868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b5f8261080157634e487b7160e01b5f52601260045260245ffd5b500690565b608051614c3261081e5f395f6120990152614c325ff3fe608060405260043610610229575f3560e01c80638903573011610131578063b9b286c7116100ac578063df78bce21161007c578063f319955c11610062578063f319955c14610a52578063f6a7419614610a7e578063fcfff16f14610aaa575f5ffd5b8063df78bce2146109eb578063e31e28a614610a33575f5ffd5b8063b9b286c714610969578063c4d252f5146103cd578063c7df14e214610983578063ddca3f43146109d7575f5ffd5b80639e97945211610101578063a7200970116100e7578063a7200970146104ef578063b16a867c1461051c578063b6cd263a1461093d575f5ffd5b80639e979452146104d0578063a04d2a03146103cd575f5ffd5b8063890357301461046b5780638cdeea1e1461048d5780639025e64c146104ae578063976e450d146104c2575f5ffd5b80632cf0abe5116101c15780636056969b1161019157806371f92de71161017757806371f92de7146104065780637961e01b146104255780637c97e6ec1461043f575f5ffd5b80636056969b146103cd5780636d2883bf146103ec575f5ffd5b80632cf0abe5146102e457806336916a831461036257806337f6dd521461038f578063456f49ef146103ae575f5ffd5b80631b258d50116101fc5780631b258d50146102e457806326d111f5146103035780632a11ced0146103175780632a8ceeca14610343575f5ffd5b806306fdde031461022d578063111716241461025757806312b71df2146102845780631a8948a0146102c3575b5f5ffd5b348015610238575f5ffd5b50610241610abe565b60405161024e9190613a71565b60405180910390f35b348015610262575f5ffd5b50610276610271366004613a83565b610b4a565b60405190815260200161024e565b34801561028f575f5ffd5b506102a361029e366004613aa3565b610c10565b604080516001600160401b0393841681529290911660208301520161024e565b3480156102ce575f5ffd5b506102e26102dd366004613b0b565b610c24565b005b3480156102ef575f5ffd5b506102e26102fe366004613bcf565b610c36565b34801561030e575f5ffd5b506102e2610c42565b348015610322575f5ffd5b50610336610331366004613aa3565b610c70565b60405161024e9190613c37565b34801561034e575f5ffd5b506102e261035d366004613c59565b610ccf565b34801561036d575f5ffd5b5061038161037c366004613c95565b610cdc565b60405161024e929190613efd565b34801561039a575f5ffd5b506102e26103a9366004613f25565b610e07565b3480156103b9575f5ffd5b506102e26103c8366004613f69565b610e15565b3480156103d8575f5ffd5b506102e26103e7366004613aa3565b610e26565b3480156103f7575f5ffd5b506102e26102dd366004614056565b348015610411575f5ffd5b506103366104203660046140f5565b610e31565b348015610430575f5ffd5b506102e26102fe366004614116565b34801561044a575f5ffd5b5061045e610459366004613aa3565b610ee0565b60405161024e9190614154565b348015610476575f5ffd5b5061047f61129a565b60405161024e929190614242565b348015610498575f5ffd5b506104a1611498565b60405161024e9190614357565b3480156104b9575f5ffd5b50610276611553565b6102e26103e7366004614399565b3480156104db575f5ffd5b506102e26104ea3660046143ca565b61161d565b3480156104fa575f5ffd5b5061050e610509366004613aa3565b611812565b60405161024e929190614408565b348015610527575f5ffd5b5061092f60408051610120810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810191909152604080516101a0810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e0810182905261010081018290526101208101829052610140810182905261016081018290526101808101919091525f600c81604051806101200160405290815f82015f9054906101000a900464ffffffffff1664ffffffffff1664ffffffffff1681526020015f820160059054906101000a900464ffffffffff1664ffffffffff1664ffffffffff1681526020015f8201600a9054906101000a900464ffffffffff1664ffffffffff1664ffffffffff1681526020015f8201600f9054906101000a900464ffffffffff1664ffffffffff1664ffffffffff1681526020015f820160149054906101000a900464ffffffffff1664ffffffffff1664ffffffffff1681526020015f820160199054906101000a900461ffff1661ffff1661ffff1681526020015f8201601b9054906101000a900461ffff1661ffff1661ffff1681526020015f8201601d9054906101000a900461ffff1661ffff1661ffff1681526020015f8201601f9054906101000a900460ff161515151581525050915080604051806101a00160405290815f82015f9054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f820160049054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f820160089054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f8201600c9054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f820160109054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f820160149054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f820160189054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020015f8201601c9054906101000a900463ffffffff1663ffffffff1663ffffffff168152602001600182015f9054906101000a900463ffffffff1663ffffffff1663ffffffff1681526020016001820160049054906101000a90046001600160401b03166001600160401b03166001600160401b0316815260200160018201600c9054906101000a900464ffffffffff1664ffffffffff1664ffffffffff1681526020016001820160119054906101000a900461ffff1661ffff1661ffff1681526020016001820160139054906101000a900464ffffffffff1664ffffffffff1664ffffffffff16815250509050915091509091565b60405161024e929190614568565b348015610948575f5ffd5b5061095c61095736600461463d565b611935565b60405161024e9190614666565b348015610974575f5ffd5b506102e26103a9366004614678565b34801561098e575f5ffd5b506109a261099d366004613aa3565b611a2a565b60405161024e94939291906001600160401b039485168152928416602084015292166040820152901515606082015260800190565b3480156109e2575f5ffd5b50610276611aa4565b3480156109f6575f5ffd5b50610a1e610a05366004613aa3565b5f90815260036020526040902080546001909101549091565b6040805192835260208301919091520161024e565b348015610a3e575f5ffd5b506102e2610a4d3660046146f3565b611ad1565b348015610a5d575f5ffd5b50610a71610a6c366004614771565b611ae0565b60405161024e91906147a3565b348015610a89575f5ffd5b50610a9d610a98366004614831565b611c29565b60405161024e919061484b565b348015610ab5575f5ffd5b506102e2611d9b565b600e8054610acb906148dc565b80601f0160208091040260200160405190810160405280929190818152602001828054610af7906148dc565b8015610b425780601f10610b1957610100808354040283529160200191610b42565b820191905f5260205f20905b815481529060010190602001808311610b2557829003601f168201915b505050505081565b6040517f7061726c65792f33206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f0160408051601f1981840301815290829052610bc99161490e565b602060405180830381855afa158015610be4573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610c079190614924565b90505b92915050565b5f5f610c1b83611f89565b91509150915091565b610c2c612094565b5050505050505050565b610c3e612094565b5050565b60105415610c6357604051630b8a550d60e31b815260040160405180910390fd5b610c6b6120d6565b601055565b5f81815260026020908152604091829020805483518184028101840190945280845260609392830182828015610cc357602002820191905f5260205f20905b815481526020019060010190808311610caf575b50505050509050919050565b610cd7612094565b505050565b5f805460408051610100808252612020820190925260609392600160781b900464ffffffffff1691839190602082015b604080518082019091525f815260606020820152815260200190600190039081610d0c5790505093508592505b818364ffffffffff16108015610d50575061010081105b15610dfb57610d5e83614963565b92505f610d6f600f85166010614989565b600485901c640fffffffff165f9081526009602090815260408083205464ffffffffff9485161c61ffff16808452600190925290912054909250908516600160c01b9091046001600160401b031603610df557610dcc8187612161565b8583610dd7816149a9565b945081518110610de957610de96149c1565b60200260200101819052505b50610d39565b80845250509250929050565b610e0f612094565b50505050565b610e1d612094565b50505050505050565b610e2e612094565b50565b60605f610e3e84846125b7565b905080516001600160401b03811115610e5957610e5961493b565b604051908082528060200260200182016040528015610e82578160200160208202803683370190505b5091505f5b8151811015610ed857610eb3828281518110610ea557610ea56149c1565b6020026020010151856126b0565b838281518110610ec557610ec56149c1565b6020908102919091010152600101610e87565b505092915050565b610f76604080516101a0810182525f80825260208083018290528284018290526060808401839052608080850184905260a080860185905260c080870186905260e087018690526101008701869052610120870186905261014087018690526101608701869052875190810188528381529384018390529583018290529082018390528101829052928301529061018082015290565b5f8281526003602090815260409182902082516101a0810184528154815260018201549281019290925260028101546001600160a01b03811693830193909352600160a01b830461ffff16606083015290916080830190600160b01b900460ff166006811115610fe857610fe8613cd1565b6006811115610ff957610ff9613cd1565b8152600282015477010000000000000000000000000000000000000000000000810460ff1615156020830152600160c01b900464ffffffffff9081166040808401919091526003840154808316606085015265010000000000810483166080850152600160501b810490921660a0840152600160781b90910463ffffffff1660c080840191909152600484015460e0840152815190810190915260058301805461010090930192829082906110ad906148dc565b80601f01602080910402602001604051908101604052809291908181526020018280546110d9906148dc565b80156111245780601f106110fb57610100808354040283529160200191611124565b820191905f5260205f20905b81548152906001019060200180831161110757829003601f168201915b5050505050815260200160018201805461113d906148dc565b80601f0160208091040260200160405190810160405280929190818152602001828054611169906148dc565b80156111b45780601f1061118b576101008083540402835291602001916111b4565b820191905f5260205f20905b81548152906001019060200180831161119757829003601f168201915b505050505081526020016002820180546111cd906148dc565b80601f01602080910402602001604051908101604052809291908181526020018280546111f9906148dc565b80156112445780601f1061121b57610100808354040283529160200191611244565b820191905f5260205f20905b81548152906001019060200180831161122757829003601f168201915b5050509183525050600382015460f01b7fffff0000000000000000000000000000000000000000000000000000000000001660208201526004820154604082015260059091015460609091015290525092915050565b604080516101c0810182525f8082526020820181905291810182905260608181018390526080820183905260a0820183905260c0820183905260e08201839052610100820183905261012082018390526101408201839052610160820183905261018082018390526101a0820192909252600e600a81805461131b906148dc565b80601f0160208091040260200160405190810160405280929190818152602001828054611347906148dc565b80156113925780601f1061136957610100808354040283529160200191611392565b820191905f5260205f20905b81548152906001019060200180831161137557829003601f168201915b5050604080516101c08101825286546fffffffffffffffffffffffffffffffff8116825263ffffffff600160801b820481166020840152600160a01b8204169282019290925261ffff600160c01b830481166060830152600160d01b830481166080830152600160e01b8304811660a0830152600160f01b90920490911660c082015260019095015460ff80821660e08801526101008083048216908801526201000082048116610120880152630100000082048116610140880152640100000000820481166101608801526501000000000082041615156101808701526001600160a01b036601000000000000909104166101a0860152509196929550919350505050565b606060046114aa6102006110006149d5565b6114b491906149fc565b6001600160401b038111156114cb576114cb61493b565b6040519080825280602002602001820160405280156114f4578160200160208202803683370190505b5090505f5b60046115096102006110006149d5565b61151391906149fc565b81101561154f575f81815260066020526040902054825183908390811061153c5761153c6149c1565b60209081029190910101526001016114f9565b5090565b6040517f7061726c65792f3320636861696e206e6574776f726b20696400000000000000602082015277ffffffffffffffffffffffffffffffffffffffffffffffff194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f19818403018152908290526115da9161490e565b602060405180830381855afa1580156115f5573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906116189190614924565b905090565b5f805464ffffffffff16801580159061163f57508154600160f81b900460ff16155b819061166f57604051639c02fce560e01b81526001600160401b0390911660048201526024015b60405180910390fd5b506010545f90156116825760105461168a565b61168a6120d6565b905080858560405161169d929190614a0f565b6040518091039020146116c35760405163babb01dd60e01b815260040160405180910390fd5b5f4630846116d18989612761565b60405160200161175294939291907f7061726c65792f332064726177000000000000000000000000000000000000008152600e81019490945260609290921b6bffffffffffffffffffffffff1916602e84015260c01b77ffffffffffffffffffffffffffffffffffffffffffffffff19166042830152604a820152606a0190565b60408051601f1981840301815291815281516020928301206001600160401b0386165f818152600590945291832081905586547effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff16600160f81b1787556010929092559091506001036117c8576117c86001612882565b604080516001600160401b0385168152602081018390527ff6ebfb7ed70a9eadb8a316fbab86f03cdc97fc4ba17a82e7ae71083721752015910160405180910390a1505050505050565b60605f5f61181f846129bf565b905061182f6102006110006149d5565b8110611867576040517fd708ad3c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b61187081611f89565b50915061187d8183610e31565b92505f5b835181101561192e5760035f85838151811061189f5761189f6149c1565b602002602001015181526020019081526020015f2060030160059054906101000a900464ffffffffff1664ffffffffff165f14611926575f54600160f81b900460ff16611900575f546118fb9060019064ffffffffff16614a1e565b61190a565b5f5464ffffffffff165b64ffffffffff16925061191d8284610e31565b93505050915091565b600101611881565b5050915091565b5f8054606091600160c81b90910461ffff16908186106119555781611957565b855b90505f6119648284614a3b565b8610611979576119748284614a3b565b61197b565b855b9050806001600160401b038111156119955761199561493b565b6040519080825280602002602001820160405280156119da57816020015b604080518082019091525f8152606060208201528152602001906001900390816119b35790505b5093505f5b81811015611a1f576119fa6119f482856149d5565b87612161565b858281518110611a0c57611a0c6149c1565b60209081029190910101526001016119df565b505050509392505050565b5f8181526003602081905260408220908101548291829182919064ffffffffff80821691650100000000008104821691600160501b9091041660066002850154600160b01b900460ff166006811115611a8557611a85613cd1565b64ffffffffff9485169950928416975092169450149150509193509193565b600c545f90611ac290601090600160401b900463ffffffff166149fc565b611aca612a07565b901b905090565b611ad9612094565b5050505050565b6060816001600160401b03811115611afa57611afa61493b565b604051908082528060200260200182016040528015611b5157816020015b6040805160a0810182525f808252602080830182905292820181905260608201819052608082015282525f19909201910181611b185790505b5090505f5b82811015611c225760075f858584818110611b7357611b736149c1565b9050602002016020810190611b889190614a4e565b61ffff16815260208082019290925260409081015f20815160a08101835290546001600160401b038082168352600160401b8204811694830194909452600160801b810490931691810191909152600160c01b820466ffffffffffffff166060820152600160f81b90910460ff1660808201528251839083908110611c0f57611c0f6149c1565b6020908102919091010152600101611b56565b5092915050565b606082611c37836001614a6f565b611c419190614a8e565b6001600160401b03166001600160401b03811115611c6157611c6161493b565b604051908082528060200260200182016040528015611cbf57816020015b6040805160c0810182525f8082526020808301829052928201819052606082018190526080820181905260a082015282525f19909201910181611c7f5790505b509050825b826001600160401b0316816001600160401b031611611c22576001600160401b038181165f90815260056020908152604091829020825160c0810184528154815260019091015463ffffffff80821693830193909352640100000000810490921692810192909252600160401b810483166060830152600160801b81049092166080820152600160c01b90910460ff16151560a082015282611d668684614a8e565b6001600160401b031681518110611d7f57611d7f6149c1565b602002602001018190525080611d9490614aad565b9050611cc4565b5f805464ffffffffff168015801590611dbd57508154600160f81b900460ff16155b15611dcb57610c3e81612a66565b806001600160401b03165f03611e3257600f546001600160a01b0316338114611e2c576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401611666565b50611e3a565b611e3a612af8565b611e4381614aad565b8254909150600160d81b900461ffff165f6004611e616010846149fc565b10611e7657611e716010836149fc565b611e79565b60045b84547cffffffffffffffffffffffffffffffffffffffffffffffffffffffffff4264ffffffffff818116650100000000000269ffffffffffffffffffff1990941690881617929092171686556001600160401b038086165f90815260056020526040902060018101805492909316600160401b026fffffffffffffffff00000000000000001990921691909117909155909150611f168483612c3f565b611f3884856001600160401b0316600114611f315783612d56565b6080612d56565b8454600182018054600160c81b90920461ffff90811663ffffffff19841681178355885467ffffffffffffffff1990941617600160d81b9093041664010000000002919091179055611ad984612e74565b5f8080611f9a600385166040614ace565b600285901c5f9081526006602090815260409091205463ffffffff921c918216945081901c637fffffff1692509050678000000000000000811615612037575f84815260076020526040902080546001600160401b03808616600160801b9092041611801561201a57508054600160c01b900466ffffffffffffff164210155b15612035578054600160801b90046001600160401b03169392505b505b5f54600160a01b900464ffffffffff166001600160401b038416811161205e575050915091565b600d54600160981b900464ffffffffff16816001600160401b03861682106120865781612088565b855b94509450505050915091565b6040517f000000000000000000000000000000000000000000000000000000000000000090365f82375f5f3683855af43d5f833e806120d1573d82fd5b503d81f35b5f805464ffffffffff600160501b820481169116158015906121005750806001600160401b031643115b819061212b5760405163d606d83f60e01b81526001600160401b039091166004820152602401611666565b5061213e816001600160401b0316612f46565b91505f82900361154f5760405163babb01dd60e01b815260040160405180910390fd5b604080518082019091525f8152606060208201525f838152600260205260408120805490919061219390600190614a3b565b90505b5f811180156121fd57506001600160401b03841660035f846121b9600186614a3b565b815481106121c9576121c96149c1565b905f5260205f20015481526020019081526020015f2060030160059054906101000a900464ffffffffff1664ffffffffff16115b156122125761220b81614ae5565b9050612196565b81545f90612221908390614a3b565b6001600160401b038111156122385761223861493b565b60405190808252806020026020018201604052801561227157816020015b61225e6139a1565b8152602001906001900390816122565790505b5090505f5b815181101561259b575f6003818661228e85886149d5565b8154811061229e5761229e6149c1565b905f5260205f20015481526020019081526020015f2090506040518061012001604052808684876122cf91906149d5565b815481106122df576122df6149c1565b5f9182526020918290200154825283549082015260018301546040820152600383015464ffffffffff808216606084015265010000000000820481166080840152600160501b9091041660a0820152600283015460c090910190600160b01b900460ff16600681111561235457612354613cd1565b815260028301546001600160a01b031660208201526040805160c081018252600585018054929093019290918290829061238d906148dc565b80601f01602080910402602001604051908101604052809291908181526020018280546123b9906148dc565b80156124045780601f106123db57610100808354040283529160200191612404565b820191905f5260205f20905b8154815290600101906020018083116123e757829003601f168201915b5050505050815260200160018201805461241d906148dc565b80601f0160208091040260200160405190810160405280929190818152602001828054612449906148dc565b80156124945780601f1061246b57610100808354040283529160200191612494565b820191905f5260205f20905b81548152906001019060200180831161247757829003601f168201915b505050505081526020016002820180546124ad906148dc565b80601f01602080910402602001604051908101604052809291908181526020018280546124d9906148dc565b80156125245780601f106124fb57610100808354040283529160200191612524565b820191905f5260205f20905b81548152906001019060200180831161250757829003601f168201915b5050509183525050600382015460f01b7fffff0000000000000000000000000000000000000000000000000000000000001660208201526004820154604082015260059091015460609091015290528351849084908110612587576125876149c1565b602090810291909101015250600101612276565b5060408051808201909152958652602086015250929392505050565b600a805460609190600160d01b900461ffff165f6125df856125d98885613037565b84613081565b90505f61100087106125fd576001840154610100900460ff16612606565b600184015460ff165b6001600160401b0387165f9081526005602052604090206001015460ff919091169150640100000000900463ffffffff1661264e82821061264757826130ed565b815b6130ed565b6001600160401b038111156126655761266561493b565b60405190808252806020026020018201604052801561268e578160200160208202803683370190505b5095505f6126a16126498a868b8b61312d565b87525094979650505050505050565b5f82815260026020526040812080545b8015612757576001600160401b03841660035f846126df600186614a3b565b815481106126ef576126ef6149c1565b5f918252602080832090910154835282019290925260400190206003015464ffffffffff16116127475781612725600183614a3b565b81548110612735576127356149c1565b905f5260205f20015492505050610c0a565b61275081614ae5565b90506126c0565b505f949350505050565b5f8115801590612792575060f783835f818110612780576127806149c1565b9050013560f81c60f81b60f81c60ff16115b6127af5760405163babb01dd60e01b815260040160405180910390fd5b5f60f784845f8181106127c4576127c46149c1565b6127d59392013560f81c9050614afa565b6127e0906001614b13565b60ff1690505f5b600d81101561280f576127fb858584613229565b61280590836149d5565b91506001016127e7565b50838382818110612822576128226149c1565b9091013560f81c60a014905061284b5760405163babb01dd60e01b815260040160405180910390fd5b83836128588360016149d5565b906128648460216149d5565b9261287193929190614b2c565b61287a91614b53565b949350505050565b5f8054600d80547fffffffffffffffff0000000000ffffffffffffffffffffffffffffffffffffff16600160a01b80840464ffffffffff908116600160981b02929092179092557fffffffffffffff0000000000ffffffffffffffffffffffffffffffffffffffff909216918416021790556128fc6132ed565b5f805461ffff92909216600160e81b027fff0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9092169190911781556001600160401b0380831682526005602052604090912060010180547fffffffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffff16600160c01b179055600d805490916004916129989164010000000090910416614aad565b91906101000a8154816001600160401b0302191690836001600160401b0316021790555050565b5f60f282901c60fe83901c8083036129d8575092915050565b806001146129f3576129ee6102006110006149d5565b61287a565b61287a6101ff600384901c166110006149d5565b600a80545f9190600160f01b900461ffff1615612a4c578054612a479061ffff600160f01b820416906fffffffffffffffffffffffffffffffff16614b70565b612a4e565b5f5b6fffffffffffffffffffffffffffffffff1691505090565b5f54600160501b900464ffffffffff1680438110612aa35760405163d606d83f60e01b81526001600160401b039091166004820152602401611666565b50601054158015612ac35750612ac1816001600160401b0316612f46565b155b8290612aee57604051639c02fce560e01b81526001600160401b039091166004820152602401611666565b50610c3e82612e74565b600a80545f80549092918391612b2b91600160801b900463ffffffff169065010000000000900464ffffffffff166149d5565b600183015490915065010000000000900460ff1615612c105782545f90600160d81b900461ffff1615801590612b735750612b646132ed565b8454600160e81b900461ffff16105b600c8054919250905f90600160401b900463ffffffff16151580612bb65750815463ffffffff600160801b820481166c0100000000000000000000000090920416105b80612bd75750815463ffffffff600160c01b82048116600160a01b90920416105b90508280612be25750805b612bff57604051630b8a550d60e31b815260040160405180910390fd5b82612c0c57505050505050565b5050505b804210158190610e0f5760405163d606d83f60e01b81526001600160401b039091166004820152602401611666565b600c5f5b604081108015612c695750815463ffffffff600160c01b82048116600160a01b90920416105b15612cdc578154612ccb9085906012905f90600160a01b900463ffffffff16866014612c9483614baf565b91906101000a81548163ffffffff021916908363ffffffff16021790555063ffffffff1681526020019081526020015f2054613315565b50612cd5816149a9565b9050612c43565b505b5f82118015612d0c5750805463ffffffff600160801b820481166c0100000000000000000000000090920416105b15610cd7578054612d409084906011905f906c01000000000000000000000000900463ffffffff1685600c612c9483614baf565b15612d5157612d4e82614ae5565b91505b612cde565b600c5f5b61010081108015612d6a57505f83115b15610e0f57815463ffffffff64010000000082048116911603612d8d5750505050565b815463ffffffff165f908152600860205260409020548015612e2f575f5f612db36134c7565b9150915081612dc55750505050505050565b845463ffffffff9081165f90815260086020819052604082209190915586548792612df791600160401b900416614bca565b91906101000a81548163ffffffff021916908363ffffffff16021790555085612e1f90614ae5565b9550612e2c878285613614565b50505b825483905f90612e449063ffffffff16614baf565b91906101000a81548163ffffffff021916908363ffffffff1602179055505080612e6d906149a9565b9050612d5a565b600a545f90612e8e90600160c01b900461ffff16436149d5565b5f80546effffffffff000000000000000000001916600160501b64ffffffffff8416021781556001600160401b0384811680835260056020908152604080852060010180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b95881695860217905560109490945583519182528101919091529192507fa00df281773fa1a89b76866df9c76b9c61f2b9ebb9e045311de2f82621ada6ab910160405180910390a15050565b804080151580612f565750438210155b80612f72575071f90827f1c53a10cb7a02335b1753200029353b155b15612f7c57919050565b5f5f71f90827f1c53a10cb7a02335b1753200029356001600160a01b031684604051602001612fad91815260200190565b60408051601f1981840301815290829052612fc79161490e565b5f60405180830381855afa9150503d805f8114612fff576040519150601f19603f3d011682016040523d82523d5f602084013e613004565b606091505b5091509150818015613017575080516020145b15613030578080602001905181019061287a9190614924565b5050919050565b5f611000831061306a576102008261305161100086614a3b565b61305b9190614ace565b61306591906149fc565b610c07565b6110006130778385614ace565b610c0791906149fc565b5f808284613098826001600160401b0389166149d5565b6130a29190614a3b565b6130ac9190614be8565b90506130b98160016149d5565b856001600160401b0316116130cf5760016130e2565b6130e2816001600160401b038716614a3b565b9150505b9392505050565b5f8115613126576003613101600184614a3b565b61310b91906149fc565b613116906003614ace565b6131219060016149d5565b610c0a565b5f92915050565b6001600160401b0383165f908152600560205260408120805460019091015463ffffffff16825b6040811080156131645750845184105b1561321e575f838152608089901b821760205260408120905b60088110801561318d5750865186105b1561320b575f6131a38563ffffffff8516614be8565b9050602083901c92506131b7888883613740565b1580156131ca57506131ca818b8b61377d565b156131fa578088886131db816149a9565b9950815181106131ed576131ed6149c1565b6020026020010181815250505b50613204816149a9565b905061317d565b505080613217906149a9565b9050613154565b505050949350505050565b5f5f84848481811061323d5761323d6149c1565b919091013560f81c915050608081101561325b5760019150506130e6565b60b781116132765761326e607f82614a3b565b9150506130e6565b5f61328260b783614a3b565b90505f60015b8281116132cb57878761329b83896149d5565b8181106132aa576132aa6149c1565b60089490941b919093013560f81c1791506132c4816149a9565b9050613288565b50806132d88360016149d5565b6132e291906149d5565b979650505050505050565b600a545f90600160d01b900461ffff1661330b6102006110006149d5565b61161891906149fc565b5f8181526001602052604081208054600160401b90046001600160401b031615613342575f915050610c0a565b80546fffffffffffffffff00000000000000001916600160401b6001600160401b0386160217815560018101545f908152600360208190526040909120808201805469ffffffffff000000000019166501000000000064ffffffffff891602179055906002820154600160b01b900460ff1660068111156133c5576133c5613cd1565b036134295760028101805460ff60b01b19167604000000000000000000000000000000000000000000001790556133fa6138bc565b61340490426149d5565b81600301600a6101000a81548164ffffffffff021916908364ffffffffff1602179055505b600d805485916013915f9163ffffffff909116908261344783614baf565b91906101000a81548163ffffffff021916908363ffffffff16021790555063ffffffff1681526020019081526020015f20819055505f5f01601b81819054906101000a900461ffff1661349990614bfb565b91906101000a81548161ffff021916908361ffff1602179055506134bc846138e7565b506001949350505050565b600d54600c80545f9283929163ffffffff918216600160e01b90910490911610156135a1578054600160e01b900463ffffffff165f9081526013602052604081205492506135136138bc565b5f848152600160208181526040808420546001600160401b03600160401b9182900481168652600590935293209091015461355193929004166149d5565b905080421061359f5781548290601c9061357790600160e01b900463ffffffff16614baf565b91906101000a81548163ffffffff021916908363ffffffff1602179055506001935050509091565b505b600a545f54600160e01b90910461ffff908116600160c81b90920416106135cc57505f928392509050565b5f8054600191600160c81b90910461ffff169060196135ea83614c0e565b91906101000a81548161ffff021916908361ffff1602179055508061ffff16905092509250509091565b5f828152600160208181526040808420805477ffffffffffffffffffffffffffffffffffffffffffffffff19166001600160401b03891617815580840186905560028084528286208054958601815586528386209094018690558585526003909252909220808201805461ffff8716600160a01b027fffffffffffffffffffff0000ffffffffffffffffffffffffffffffffffffffff82168117835592939260ff60b01b19167fffffffffffffffffff000000ffffffffffffffffffffffffffffffffffffffff90911617600160b01b83021790555060038101805464ffffffffff191664ffffffffff87161790555f8054601b9061371d90600160d81b900461ffff16614c0e565b91906101000a81548161ffff021916908361ffff160217905550611ad9846138e7565b5f805b83811015612757578285828151811061375e5761375e6149c1565b6020026020010151036137755760019150506130e6565b600101613743565b5f83815260016020526040812080546001600160401b0390811690851681116137f15781546001600160401b03600160401b9091048116908216158015906137e757506001600160401b03811615806137e75750846001600160401b0316816001600160401b0316115b93505050506130e6565b5f868152600260205260408120805490919061380f90600190614a3b565b90505b80156138af575f60038184613828600186614a3b565b81548110613838576138386149c1565b5f9182526020808320909101548352820192909252604001902060038101549091506001600160401b03891664ffffffffff9091161161389e57600301546001600160401b0387166501000000000090910464ffffffffff161194506130e69350505050565b506138a881614ae5565b9050613812565b505f979650505050505050565b600a54600b545f9161161891600160801b90910463ffffffff1690640100000000900460ff16614ace565b5f80548190600f9061390690600160781b900464ffffffffff16614963565b825464ffffffffff8083166101009490940a848102910219909116179092555f8481526001602052604090208054600160c01b90920277ffffffffffffffffffffffffffffffffffffffffffffffff909216919091179055905061396e600f82166010614989565b60049190911c640fffffffff165f908152600960205260409020805464ffffffffff9092169290921b179055565b905290565b60408051610120810182525f80825260208201819052918101829052606081018290526080810182905260a081018290529060c082019081526020015f6001600160a01b0316815260200161399c6040518060c001604052806060815260200160608152602001606081526020015f7dffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff191681526020015f81526020015f81525090565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f610c076020830184613a43565b5f5f60408385031215613a94575f5ffd5b50508035926020909101359150565b5f60208284031215613ab3575f5ffd5b5035919050565b5f60a08284031215613aca575f5ffd5b50919050565b80356001600160401b0381168114613ae6575f5ffd5b919050565b5f60e08284031215613aca575f5ffd5b5f60608284031215613aca575f5ffd5b5f5f5f5f5f5f5f5f888a03610260811215613b24575f5ffd5b8935985060208a01359750613b3c8b60408c01613aba565b9650613b4b8b60e08c01613aba565b9550604061017f1982011215613b5f575f5ffd5b5061018089019350613b746101c08a01613ad0565b92506101e08901356001600160401b03811115613b8f575f5ffd5b613b9b8b828c01613aeb565b925050613bac8a6102008b01613afb565b90509295985092959890939650565b6001600160a01b0381168114610e2e575f5ffd5b5f5f60408385031215613be0575f5ffd5b823591506020830135613bf281613bbb565b809150509250929050565b5f8151808452602084019350602083015f5b82811015613c2d578151865260209586019590910190600101613c0f565b5093949350505050565b602081525f610c076020830184613bfd565b8060808101831015610c0a575f5ffd5b5f5f5f6101208486031215613c6c575f5ffd5b83359250613c7d8560208601613c49565b9150613c8c8560a08601613c49565b90509250925092565b5f5f60408385031215613ca6575f5ffd5b823564ffffffffff81168114613cba575f5ffd5b9150613cc860208401613ad0565b90509250929050565b634e487b7160e01b5f52602160045260245ffd5b60078110613d0157634e487b7160e01b5f52602160045260245ffd5b9052565b5f815160c08452613d1960c0850182613a43565b905060208301518482036020860152613d328282613a43565b91505060408301518482036040860152613d4c8282613a43565b9150507fffff00000000000000000000000000000000000000000000000000000000000060608401511660608501526080830151608085015260a083015160a08501528091505092915050565b5f82825180855260208501945060208160051b830101602085015f5b83811015613ef157601f19858403018852815180518452602090810151604082860181905281519086018190529101906060600582901b8601810191908601905f5b81811015613ed757605f1988850301835284518051855260208101516020860152604081015160408601526060810151613e3c60608701826001600160401b03169052565b506080810151613e5760808701826001600160401b03169052565b5060a0810151613e7260a08701826001600160401b03169052565b5060c0810151613e8560c0870182613ce5565b5060e0810151613ea060e08701826001600160a01b03169052565b506101008101519050610120610100860152613ec0610120860182613d05565b602096870196909550939093019250600101613df7565b5050506020998a0199909450929092019150600101613db5565b50909695505050505050565b604081525f613f0f6040830185613d99565b905064ffffffffff831660208301529392505050565b5f5f5f5f60c08587031215613f38575f5ffd5b84359350613f4860208601613ad0565b925060408501359150613f5e8660608701613afb565b905092959194509250565b5f5f5f5f5f5f5f610160888a031215613f80575f5ffd5b8735965060208801359550613f9760408901613ad0565b945060608801356001600160401b03811115613fb1575f5ffd5b613fbd8a828b01613aeb565b945050613fcd8960808a01613afb565b925060e08801356001600160401b03811115613fe7575f5ffd5b613ff38a828b01613aeb565b925050614004896101008a01613afb565b905092959891949750929550565b5f5f83601f840112614022575f5ffd5b5081356001600160401b03811115614038575f5ffd5b60208301915083602082850101111561404f575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f610180898b03121561406e575f5ffd5b8835975061407f8a60208b01613afb565b965060808901356001600160401b03811115614099575f5ffd5b6140a58b828c01614012565b90975095506140b990508a60a08b01613afb565b93506101008901356001600160401b038111156140d4575f5ffd5b6140e08b828c01614012565b9094509250613bac90508a6101208b01613afb565b5f5f60408385031215614106575f5ffd5b82359150613cc860208401613ad0565b5f5f60408385031215614127575f5ffd5b8235915060208301356001600160401b03811115614143575f5ffd5b830160c08186031215613bf2575f5ffd5b6020815281516020820152602082015160408201525f604083015161418460608401826001600160a01b03169052565b50606083015161ffff811660808401525060808301516141a760a0840182613ce5565b5060a083015180151560c08401525060c083015164ffffffffff811660e08401525060e083015164ffffffffff81166101008401525061010083015164ffffffffff81166101208401525061012083015164ffffffffff81166101408401525061014083015163ffffffff8116610160840152506101608301516101808301526101808301516101a08084015261287a6101c0840182613d05565b6101e081525f6142566101e0830185613a43565b83516fffffffffffffffffffffffffffffffff1660208401529050602083015163ffffffff8116604084015250604083015163ffffffff8116606084015250606083015161ffff8116608084015250608083015161ffff811660a08401525060a083015161ffff811660c08401525060c083015161ffff811660e08401525060e083015160ff81166101008401525061010083015160ff81166101208401525061012083015160ff81166101408401525061014083015160ff81166101608401525061016083015160ff8116610180840152506101808301518015156101a0840152506101a08301516001600160a01b0381166101c0840152509392505050565b602080825282518282018190525f918401906040840190835b8181101561438e578351835260209384019390920191600101614370565b509095945050505050565b5f602082840312156143a9575f5ffd5b81356001600160401b038111156143be575f5ffd5b61287a84828501613aeb565b5f5f602083850312156143db575f5ffd5b82356001600160401b038111156143f0575f5ffd5b6143fc85828601614012565b90969095509350505050565b604081525f61441a6040830185613bfd565b90506001600160401b03831660208301529392505050565b805163ffffffff1682526020810151614453602084018263ffffffff169052565b50604081015161446b604084018263ffffffff169052565b506060810151614483606084018263ffffffff169052565b50608081015161449b608084018263ffffffff169052565b5060a08101516144b360a084018263ffffffff169052565b5060c08101516144cb60c084018263ffffffff169052565b5060e08101516144e360e084018263ffffffff169052565b506101008101516144fd61010084018263ffffffff169052565b5061012081015161451a6101208401826001600160401b03169052565b5061014081015161453561014084018264ffffffffff169052565b5061016081015161454d61016084018261ffff169052565b50610180810151610cd761018084018264ffffffffff169052565b5f6102c08201905064ffffffffff845116825264ffffffffff602085015116602083015260408401516145a4604084018264ffffffffff169052565b5060608401516145bd606084018264ffffffffff169052565b5060808401516145d6608084018264ffffffffff169052565b5060a08401516145ec60a084018261ffff169052565b5060c084015161460260c084018261ffff169052565b5060e084015161461860e084018261ffff169052565b5061010084015161462e61010084018215159052565b506130e6610120830184614432565b5f5f5f6060848603121561464f575f5ffd5b8335925060208401359150613c8c60408501613ad0565b602081525f610c076020830184613d99565b5f5f5f5f610180858703121561468c575f5ffd5b84359350602085013592506146a48660408701613aba565b9150613f5e8660e08701613aba565b5f5f83601f8401126146c3575f5ffd5b5081356001600160401b038111156146d9575f5ffd5b6020830191508360208260051b850101111561404f575f5ffd5b5f5f5f5f5f60608688031215614707575f5ffd5b61471086613ad0565b945060208601356001600160401b0381111561472a575f5ffd5b614736888289016146b3565b90955093505060408601356001600160401b03811115614754575f5ffd5b614760888289016146b3565b969995985093965092949392505050565b5f5f60208385031215614782575f5ffd5b82356001600160401b03811115614797575f5ffd5b6143fc858286016146b3565b602080825282518282018190525f918401906040840190835b8181101561438e5783516001600160401b0381511684526001600160401b0360208201511660208501526001600160401b03604082015116604085015266ffffffffffffff606082015116606085015260ff60808201511660808501525060a0830192506020840193506001810190506147bc565b5f5f60408385031215614842575f5ffd5b613cba83613ad0565b602080825282518282018190525f918401906040840190835b8181101561438e5783518051845263ffffffff602082015116602085015263ffffffff60408201511660408501526001600160401b0360608201511660608501526001600160401b03608082015116608085015260a0810151151560a08501525060c083019250602084019350600181019050614864565b600181811c908216806148f057607f821691505b602082108103613aca57634e487b7160e01b5f52602260045260245ffd5b5f82518060208501845e5f920191825250919050565b5f60208284031215614934575f5ffd5b5051919050565b634e487b7160e01b5f52604160045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b5f64ffffffffff821664ffffffffff81036149805761498061494f565b60010192915050565b64ffffffffff8181168382160290811690818114611c2257611c2261494f565b5f600182016149ba576149ba61494f565b5060010190565b634e487b7160e01b5f52603260045260245ffd5b80820180821115610c0a57610c0a61494f565b634e487b7160e01b5f52601260045260245ffd5b5f82614a0a57614a0a6149e8565b500490565b818382375f9101908152919050565b64ffffffffff8281168282160390811115610c0a57610c0a61494f565b81810381811115610c0a57610c0a61494f565b5f60208284031215614a5e575f5ffd5b813561ffff811681146130e6575f5ffd5b6001600160401b038181168382160190811115610c0a57610c0a61494f565b6001600160401b038281168282160390811115610c0a57610c0a61494f565b5f6001600160401b0382166001600160401b0381036149805761498061494f565b8082028115828204841417610c0a57610c0a61494f565b5f81614af357614af361494f565b505f190190565b60ff8281168282160390811115610c0a57610c0a61494f565b60ff8181168382160190811115610c0a57610c0a61494f565b5f5f85851115614b3a575f5ffd5b83861115614b46575f5ffd5b5050820193919092039150565b80356020831015610c0a575f19602084900360031b1b1692915050565b5f6fffffffffffffffffffffffffffffffff831680614b9157614b916149e8565b806fffffffffffffffffffffffffffffffff84160491505092915050565b5f63ffffffff821663ffffffff81036149805761498061494f565b5f63ffffffff821680614bdf57614bdf61494f565b5f190192915050565b5f82614bf657614bf66149e8565b500690565b5f61ffff821680614bdf57614bdf61494f565b5f61ffff821661ffff81036149805761498061494f56fea164736f6c6343000825000a6080604052348015600e575f5ffd5b50615dda8061001c5f395ff3fe608060405260043610610157575f3560e01c8063793ab7d0116100bb578063a04d2a0311610071578063c4d252f511610057578063c4d252f514610358578063ddca3f4314610377578063e31e28a61461038b575f5ffd5b8063a04d2a031461031a578063b9b286c714610339575f5ffd5b80638db849e0116100a15780638db849e0146102df5780639025e64c146102f3578063976e450d14610307575f5ffd5b8063793ab7d0146102ac5780637961e01b146102c0575f5ffd5b80632cf0abe511610110578063456f49ef116100f6578063456f49ef1461024f5780636056969b1461026e5780636d2883bf1461028d575f5ffd5b80632cf0abe51461021157806337f6dd5214610230575f5ffd5b80631a8948a0116101405780631a8948a0146101b25780631b258d50146101d35780632a8ceeca146101f2575f5ffd5b806306fdde031461015b5780631117162414610185575b5f5ffd5b348015610166575f5ffd5b5061016f6103aa565b60405161017c9190615013565b60405180910390f35b348015610190575f5ffd5b506101a461019f366004615048565b610436565b60405190815260200161017c565b3480156101bd575f5ffd5b506101d16101cc3660046150b3565b6104fd565b005b3480156101de575f5ffd5b506101d16101ed366004615177565b610632565b3480156101fd575f5ffd5b506101d161020c3660046151b5565b6107b2565b34801561021c575f5ffd5b506101d161022b366004615177565b610c1a565b34801561023b575f5ffd5b506101d161024a3660046151f1565b610c81565b34801561025a575f5ffd5b506101d1610269366004615235565b610dd2565b348015610279575f5ffd5b506101d16102883660046152de565b610e2d565b348015610298575f5ffd5b506101d16102a7366004615339565b610e55565b3480156102b7575f5ffd5b506101a4600281565b3480156102cb575f5ffd5b506101d16102da3660046153d8565b610ef7565b3480156102ea575f5ffd5b506101a4600481565b3480156102fe575f5ffd5b506101a4611032565b6101d1610315366004615416565b6110eb565b348015610325575f5ffd5b506101d16103343660046152de565b61156c565b348015610344575f5ffd5b506101d1610353366004615447565b611600565b348015610363575f5ffd5b506101d16103723660046152de565b611695565b348015610382575f5ffd5b506101a46117f8565b348015610396575f5ffd5b506101d16103a53660046154c2565b611825565b600e80546103b790615540565b80601f01602080910402602001604051908101604052809291908181526020018280546103e390615540565b801561042e5780601f106104055761010080835404028352916020019161042e565b820191905f5260205f20905b81548152906001019060200180831161041157829003601f168201915b505050505081565b6040517f7061726c65792f33206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f19818403018152908290526104b691615589565b602060405180830381855afa1580156104d1573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906104f49190615594565b90505b92915050565b5f61050789611cb8565b9050610514868887611d11565b801561053d575061052860208801886155ab565b6001600160401b0316846001600160401b0316115b8015610567575061055160208701876155ab565b6001600160401b0316846001600160401b031611155b80156105d8575061057b60208701876155ab565b6001600160401b0316846001600160401b03161415806105c557506105a360208601866155ab565b6001600160401b03166105b960208501856155ab565b6001600160401b031614155b806105d857508460200135836020013514155b6105f557604051633a09092760e11b815260040160405180910390fd5b61060189828a8a611e44565b61060d89828a89611e44565b61061b89828a878787611e64565b61062789826003611e97565b505050505050505050565b5f61063c83611f3f565b905060046002820154600160b01b900460ff166006811115610660576106606155c4565b6002830154600160b01b900460ff16911461069857604051630d64047360e21b815260040161068f91906155d8565b60405180910390fd5b5060038101546a0100000000000000000000900464ffffffffff16428111156106de5760405163d606d83f60e01b815264ffffffffff909116600482015260240161068f565b5060028101805460ff60b01b1916760500000000000000000000000000000000000000000000179081905561071d90600160a01b900461ffff16611f86565b60028101545f90600160b81b900460ff16610738575f610740565b61074061203b565b6040516001600160a01b038516815290915084907f35d6c9e4f36bf5b973eaff77f71b0476ae488f309f23417ebc67361d41ad996e9060200160405180910390a261078a81612088565b600a546107ac9084906107a79084906001600160801b0316615606565b612094565b50505050565b5f838152600360205260409020600280820154600160b01b900460ff1660068111156107e0576107e06155c4565b6002830154600160b01b900460ff16911461080f57604051630d64047360e21b815260040161068f91906155d8565b5060028101545f54600160a01b90910461ffff169064ffffffffff1661083860208601866155ab565b60038401546001600160401b039190911664ffffffffff9091161180159061088e575061086860208601866155ab565b5f838152600160205260409020546001600160401b03918216600160801b909104909116105b80156108da57506001600160401b038116856108ac60016004615606565b600481106108bc576108bc615619565b6020020160208101906108cf91906155ab565b6001600160401b0316105b6108f757604051635c05a2ab60e11b815260040160405180910390fd5b5f5b6004811015610a8d57801580610972575085816004811061091c5761091c615619565b60200201602081019061092f91906155ab565b6001600160401b031686610944600184615606565b6004811061095457610954615619565b60200201602081019061096791906155ab565b6001600160401b0316105b61098f5760405163a220f37f60e01b815260040160405180910390fd5b6109e58582600481106109a4576109a4615619565b6020020160208101906109b7919061562d565b61ffff168783600481106109cd576109cd615619565b6020020160208101906109e091906155ab565b612139565b610a0257604051635c05a2ab60e11b815260040160405180910390fd5b5f610a59868360048110610a1857610a18615619565b602002016020810190610a2b919061562d565b61ffff16888460048110610a4157610a41615619565b602002016020810190610a5491906155ab565b612199565b9050610a6781825186612292565b610a8457604051635c05a2ab60e11b815260040160405180910390fd5b506001016108f9565b50600d54600c9064ffffffffff6c01000000000000000000000000909104166001600160401b03831614610afe576001810180547fffffffffffffffffffffffffff00000000000000ffffffffffffffffffffffff166c0100000000000000000000000064ffffffffff8516021790555b5f8054610b1890602090600160d81b900461ffff16615662565b90508015610b265780610b29565b60015b600183015471010000000000000000000000000000000000900461ffff1610610b6557604051635c05a2ab60e11b815260040160405180910390fd5b600182018054601190610b909071010000000000000000000000000000000000900461ffff16615675565b825461ffff9182166101009390930a92830291909202199091161790556002850180547fffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffffffff16600160b81b179055610be6856122d9565b60405188907ff8fa751556b97b96ff6b6fb4f5d6e0c3221a4fac3c51d675e079d3524b4d44b3905f90a25050505050505050565b600b54660100000000000090046001600160a01b03163314610c68576040517f334bcaaf00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b610c7d82610c7584611cb8565b60058461236a565b5050565b5f610c8b85611cb8565b90505f610ca0856001600160401b0316612511565b90508015801590610cb15750838114155b610cce57604051633a09092760e11b815260040160405180910390fd5b6040516001600160c01b03194660c090811b8216602084015287901b166028820152603081018590525f9060029060500160408051601f1981840301815290829052610d1991615589565b602060405180830381855afa158015610d34573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610d579190615594565b90505f610daf6040518060400160405280601581526020017f7061726c65792f3320636861696e20626c6f636b000000000000000000000000815250610d9b611032565b8a610da960208a018a6155ab565b86612605565b9050610dbc848287612685565b610dc888856004611e97565b5050505050505050565b5f610ddc88611cb8565b9050610de8858461269d565b610e0557604051633a09092760e11b815260040160405180910390fd5b610e13888289898989611e64565b610e21888289898787611e64565b610dc888826001611e97565b5f818152601460205260408120549003610e52575f8181526014602052604090204390555b50565b5f610e5f89611cb8565b9050610e6d878786866126e5565b610e8a57604051633a09092760e11b815260040160405180910390fd5b5f610e93611032565b90505f610eb0828c8c8c8c610eab60208e018e6155ab565b61278f565b9050610ebd838289612685565b610ed2828c8c8989610eab60208b018b6155ab565b9050610edf838286612685565b610eea8b845f611e97565b5050505050505050505050565b5f610f0183611f3f565b6002810154909150610f1c90600160b01b900460ff16612868565b6002820154600160b01b900460ff1690610f4a57604051630d64047360e21b815260040161068f91906155d8565b50600a545f90610f6990601890600160801b900463ffffffff16615662565b6002830154610f869190600160c01b900464ffffffffff16615695565b9050804210158190610fb75760405163d606d83f60e01b81526001600160401b03909116600482015260240161068f565b50610fc282846128a2565b60016002830154600160b01b900460ff166006811115610fe457610fe46155c4565b1461100257600282015461100290600160a01b900461ffff16611f86565b60405184907f111c64f4c1d1f1318721379789e5062a276d81741fe8ff7dc8555f8f57540d84905f90a250505050565b6040517f7061726c65792f3320636861696e206e6574776f726b2069640000000000000060208201526001600160c01b03194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f19818403018152908290526110a891615589565b602060405180830381855afa1580156110c3573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906110e69190615594565b905090565b5f805464ffffffffff161590816111115761110c60808401606085016156a8565b61111e565b600f546001600160a01b03165b9050336001600160a01b03821614801561115057505f61114460808501606086016156a8565b6001600160a01b031614155b819061117b57604051633b63649d60e11b81526001600160a01b03909116600482015260240161068f565b505f61118c84356020860135610436565b5f8181526003602052604081209192506002820154600160b01b900460ff1660068111156111bc576111bc6155c4565b6002830154600160b01b900460ff1691146111eb57604051630d64047360e21b815260040161068f91906155d8565b50600a546001600160801b03165f8561120b576112066117f8565b61120d565b5f5b90506112198183615695565b3410156112268284615695565b90611260576040517ff17d47af00000000000000000000000000000000000000000000000000000000815260040161068f91815260200190565b505f600261127460808a0160608b016156a8565b60405160200161129c919060609190911b6bffffffffffffffffffffffff1916815260140190565b60408051601f19818403018152908290526112b691615589565b602060405180830381855afa1580156112d1573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906112f49190615594565b90505f6113496040518060400160405280601681526020017f7061726c65792f3320726567697374726174696f6e0000000000000000000000815250611338611032565b88610da960a08e0160808f016155ab565b905061135f893560208b01358360808d0161295b565b883585556020890135600186015561137d60808a0160608b016156a8565b6002860180546001600160a01b03929092167fffffffffffffffffff00ffff000000000000000000000000000000000000000090921691909117600160b01b1790556113d5856113d060408c018c6156c3565b6128a2565b600c8054610400600160401b90910463ffffffff1610611421576040517f8acb5f2700000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b8054819060089061143e90600160401b900463ffffffff166156e1565b82546101009290920a63ffffffff81810219909316918316021790915581545f9164010000000090910416826004611475836156e1565b82546101009290920a63ffffffff8181021990931691831602179091556003890180547fffffffffffffffffffffffffff00000000ffffffffffffffffffffffffffffff16600160781b9284169283021790555f90815260086020526040902089905590506114ea60808c0160608d016156a8565b6001600160a01b0316887f2ed8926c29d83b45f42db1a6f6854de9b2c37015e497b954768ce3af4271ac6f8760405161152591815260200190565b60405180910390a361153685612088565b5f856115428834615606565b61154c9190615606565b9050801561155e5761155e3382612094565b505050505050505050505050565b5f61157682611f3f565b9050600280820154600160b01b900460ff166006811115611599576115996155c4565b6002830154600160b01b900460ff1691146115c857604051630d64047360e21b815260040161068f91906155d8565b506115d2816122d9565b60405182907f82709410b2d4c81fafb68d6a71f4833b5e1e37492292edbc9bbb5d1e00057aee905f90a25050565b5f61160a85611cb8565b905061161960208301836155ab565b6001600160401b031661162f60208501856155ab565b6001600160401b031614801561164d57508160200135836020013514155b61166a57604051633a09092760e11b815260040160405180910390fd5b61167685828686611e44565b61168285828685611e44565b61168e85826002611e97565b5050505050565b5f61169f82611f3f565b905060016002820154600160b01b900460ff1660068111156116c3576116c36155c4565b6002830154600160b01b900460ff1691146116f257604051630d64047360e21b815260040161068f91906155d8565b506116fc816129a6565b5f8281526003602081905260408220828155600181018390556002810180547fffffff000000000000000000000000000000000000000000000000000000000016905590810180547fffffffffffffffffffffffffff000000000000000000000000000000000000001690556004810182905590600582018161177f8282614ee1565b61178c600183015f614ee1565b611799600283015f614ee1565b5060038101805461ffff191690555f6004820181905560059091018190556040518593507fb8231d4c95407c51bcddd3c506e9aece1ef228479c0b42d8fb5862e054bd2e549250a2600a54610c7d9033906001600160801b0316612094565b600c545f9061181690601090600160401b900463ffffffff16615662565b61181e61203b565b901b905090565b60408051610120810182525f5464ffffffffff808216808452650100000000008304821660208501526a01000000000000000000008304821694840194909452600160781b820481166060840152600160a01b820416608083015261ffff7901000000000000000000000000000000000000000000000000008204811660a0840152600160d81b8204811660c0840152600160e81b82041660e083015260ff600160f81b909104161515610100820152906001600160401b0387161480156118ef57508061010001515b815190611932576040517f9c02fce500000000000000000000000000000000000000000000000000000000815264ffffffffff909116600482015260240161068f565b5061193b614f17565b6001600160401b03808816825260a083015161ffff1690811115611961576119616156fc565b60405190808252806020026020018201604052801561198a578160200160208202803683370190505b50602082015260a082015161ffff166001600160401b038111156119b0576119b06156fc565b6040519080825280602002602001820160405280156119d9578160200160208202803683370190505b506040820152826001600160401b038111156119f7576119f76156fc565b604051908082528060200260200182016040528015611a20578160200160208202803683370190505b5060608201525f5b83811015611a6657611a5e82868684818110611a4657611a46615619565b9050602002810190611a5891906156c3565b83612a05565b600101611a28565b505f859003611a8857611a81818360c0015161ffff16612d09565b505061168e565b611a9182612e71565b60e08201525f5b85811015611bbc57801580611b0a57508686611ab5600184615606565b818110611ac457611ac4615619565b9050602002016020810190611ad9919061562d565b61ffff16878783818110611aef57611aef615619565b9050602002016020810190611b04919061562d565b61ffff16115b611b275760405163a220f37f60e01b815260040160405180910390fd5b611b35610200611000615695565b878783818110611b4757611b47615619565b9050602002016020810190611b5c919061562d565b61ffff1610611b7e5760405163a220f37f60e01b815260040160405180910390fd5b611bb482888884818110611b9457611b94615619565b9050602002016020810190611ba9919061562d565b61ffff168787612fd2565b600101611a98565b505f8160c001518260800151611bd29190615695565b1115611c1e57600d8054600490611bf99064010000000090046001600160401b0316615710565b91906101000a8154816001600160401b0302191690836001600160401b031602179055505b60a08101515f8054601d90611c3f908490600160e81b900461ffff16615731565b825461ffff9182166101009390930a928302919092021990911617905550608081015160c0820151604080516001600160401b038b16815260208101939093528201527fe56ca6d2ebfe7f543af5e86467d6de1e5eea8953e87b70bd9d60a9a96290c42e9060600160405180910390a150505050505050565b5f8181526003602052604090206002810154611cdd90600160b01b900460ff16612868565b6002820154600160b01b900460ff1690611d0b57604051630d64047360e21b815260040161068f91906155d8565b50919050565b5f611d1f60208401846155ab565b6001600160401b0316611d3560208601866155ab565b6001600160401b0316118015611e3a5750600260208401803590611d5990866155ab565b611d6660208801886155ab565b611d7360208701876155ab565b6040517f7061726c65792f33206c6f67206c696e6b00000000000000000000000000000060208281019190915260328201959095526001600160c01b031960c094851b8116605283015292841b8316605a820152921b16606282015290840135606a820152608a0160408051601f1981840301815290829052611df591615589565b602060405180830381855afa158015611e10573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611e339190615594565b8460200135145b90505b9392505050565b6107ac83611e5b611e53611032565b878686613089565b83604001612685565b5f611e6d611032565b90505f611e8a8289888888611e8560208a018a6155ab565b61318a565b9050610dc8878285612685565b5f335f36604051611ea992919061574b565b604051908190038120611edc929160200160609290921b6bffffffffffffffffffffffff19168252601482015260340190565b60408051601f1981840301815291815281516020928301205f818152601490935290822054909250908115801590611f1e5750611f1a600283615695565b4310155b9050611f3786868684611f31575f61236a565b3361236a565b505050505050565b5f81815260036020526040902060028101546001600160a01b0316338114611d0b57604051633b63649d60e11b81526001600160a01b03909116600482015260240161068f565b5f80548190600f90611fa590600160781b900464ffffffffff1661575a565b825464ffffffffff8083166101009490940a848102910219909116179092555f8481526001602052604090208054600160c01b90920277ffffffffffffffffffffffffffffffffffffffffffffffff909216919091179055905061200d600f82166010615777565b60049190911c640fffffffff165f908152600960205260409020805464ffffffffff9092169290921b179055565b600a80545f9190600160f01b900461ffff16156120775780546120729061ffff600160f01b820416906001600160801b031661579e565b612079565b5f5b6001600160801b031691505090565b8015610e5257610e525f825b804710156120d7576040517fcf4791810000000000000000000000000000000000000000000000000000000081524760048201526024810182905260440161068f565b6120f0828260405180602001604052805f8152506133ba565b156120f9575050565b3d1561210757610c7d6133cf565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6001600160401b0381165f90815260056020526040812060010154600160c01b900460ff16806104f45750506001600160401b03165f908152600460209081526040808320600885901c8452909152902054600160ff9092161c81161490565b600a805460609190600160d01b900461ffff165f6121c1856121bb88856133da565b84613424565b90505f61100087106121df576001840154610100900460ff166121e8565b600184015460ff165b6001600160401b0387165f9081526005602052604090206001015460ff919091169150640100000000900463ffffffff166122308282106122295782613485565b815b613485565b6001600160401b03811115612247576122476156fc565b604051908082528060200260200182016040528015612270578160200160208202803683370190505b5095505f61228361222b8a868b8b6134c5565b87525094979650505050505050565b5f805b838110156122cf57828582815181106122b0576122b0615619565b6020026020010151036122c7576001915050611e3d565b600101612295565b505f949350505050565b60028101805460ff60b01b19167603000000000000000000000000000000000000000000001790819055600c8054600160a01b90920461ffff16916011915f91600160801b900463ffffffff16906010612332836156e1565b91906101000a81548163ffffffff021916908363ffffffff16021790555063ffffffff1681526020019081526020015f208190555050565b60016002840154600160b01b900460ff16600681111561238c5761238c6155c4565b0361239f5761239a836129a6565b612439565b6002830154600160a01b810461ffff1690600490600160b01b900460ff1660068111156123ce576123ce6155c4565b1461242e57600c805482916012915f91600160c01b90910463ffffffff169060186123f8836156e1565b91906101000a81548163ffffffff021916908363ffffffff16021790555063ffffffff1681526020019081526020015f20819055505b61243781611f86565b505b60028301805460ff60b01b19167606000000000000000000000000000000000000000000001790556003830180546effffffffff0000000000000000000019169055600a546001600160801b03165f6001600160a01b038316156124a7576124a2600483615662565b6124a9565b5f5b9050826001600160a01b0316867fdaf1d080853ebcb966e2072d3306e1e067c03db369c086977d603bd31cf8720f86846040516124e79291906157cb565b60405180910390a36125016124fc8284615606565b612088565b8015611f3757611f378382612094565b8040801515806125215750438210155b8061253d575071f90827f1c53a10cb7a02335b1753200029353b155b1561254757919050565b5f5f71f90827f1c53a10cb7a02335b1753200029356001600160a01b03168460405160200161257891815260200190565b60408051601f198184030181529082905261259291615589565b5f60405180830381855afa9150503d805f81146125ca576040519150601f19603f3d011682016040523d82523d5f602084013e6125cf565b606091505b50915091508180156125e2575080516020145b156125fe57808060200190518101906125fb9190615594565b92505b5050919050565b5f600286868686866040516020016126219594939291906157e9565b60408051601f198184030181529082905261263b91615589565b602060405180830381855afa158015612656573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906126799190615594565b90505b95945050505050565b612698835f01548460010154848461295b565b505050565b5f816020013583602001351415806104f457506126bd60208301836155ab565b6001600160401b03166126d360208501856155ab565b6001600160401b031614159392505050565b5f6126f085856135c1565b8015612701575061270183836135c1565b801561274a575061271560055f8486615820565b61271e91615847565b6001600160d81b03191661273560055f8789615820565b61273e91615847565b6001600160d81b031916145b80156127845750828260405161276192919061574b565b6040518091039020858560405161277992919061574b565b604051809103902014155b90505b949350505050565b5f80600286356127a56040890160208a016155ab565b886040013588886040516020016127c095949392919061587c565b60408051601f19818403018152908290526127da91615589565b602060405180830381855afa1580156127f5573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906128189190615594565b905061285c6040518060400160405280601881526020017f7061726c65792f33207365616c2073746174656d656e7400000000000000000081525089898685612605565b98975050505050505050565b5f600182600681111561287d5761287d6155c4565b101580156104f75750600482600681111561289a5761289a6155c4565b111592915050565b6128b96128af82806158b0565b6001610100613677565b6128c96128af60208301836158b0565b6128e16128d960408301836158b0565b5f6040613677565b80600583016128f08282615a1a565b5050604051612903908290602001615bbb565b60408051808303601f19018152919052805160209091012060048301555060020180547fffffff0000000000ffffffffffffffffffffffffffffffffffffffffffffffff16600160c01b4264ffffffffff1602179055565b6129708282602001358360400135878761376e565b6107ac576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600381015463ffffffff600160781b90910481165f908152600860208190526040822091909155600c805490926129e491600160401b900416615c70565b91906101000a81548163ffffffff021916908363ffffffff16021790555050565b5f612a16604084016020850161562d565b61ffff1690508360200151518110612a415760405163a220f37f60e01b815260040160405180910390fd5b5f818152600160208181526040808420928301548085526003909252909220909190600280820154600160b01b900460ff166006811115612a8457612a846155c4565b14158015612ab2575060036002820154600160b01b900460ff166006811115612aaf57612aaf6155c4565b14155b15612ac05750505050505050565b5f612ace6020880188615c8e565b612adc578760200151612ae2565b87604001515b9050808581518110612af657612af6615619565b60200260200101515f14612b1d5760405163a220f37f60e01b815260040160405180910390fd5b365f612b2c60408a018a6158b0565b90925090508015612b4757612b42886001615695565b612b4d565b600160ff1b5b838881518110612b5f57612b5f615619565b6020026020010181815250505f60028b5f0151848490508585604051602001612b8b9493929190615cad565b60408051601f1981840301815290829052612ba591615589565b602060405180830381855afa158015612bc0573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190612be39190615594565b90505f612c8a612bf660208d018d615c8e565b612c35576040518060400160405280600f81526020017f7061726c65792f3320686f6c6473000000000000000000000000000000000000815250612c6c565b6040518060400160405280600f81526020017f7061726c65792f3320737475636b0000000000000000000000000000000000008152505b612c74611032565b898e6060015f016020810190610da991906155ab565b9050612ca2865f01548760010154838e60600161295b565b8b518854600160801b90046001600160401b0390811691161461155e578b5188546001600160401b03909116600160801b027fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff909116178855505050505050505050505050565b600a5f8215801590612d22575082612d2084613485565b145b8015612d355750600182015460ff168311155b8015612d4d57506001820154610100900460ff168311155b8015612d6557508154600160d01b900461ffff166001145b90505f805b856020015151811015612db357600160ff1b86602001518281518110612d9257612d92615619565b602002602001015103612dab57612da882615ce7565b91505b600101612d6a565b50818015612dc95750612dc5846137a4565b8110155b8015612df1575084515f5464ffffffffff600160a01b909104166001600160401b0390911614155b91508115612e04578451612e04906137c6565b84517fe56ca6d2ebfe7f543af5e86467d6de1e5eea8953e87b70bd9d60a9a96290c42e9083612e33575f612e41565b612e41610200611000615695565b604080516001600160401b03909316835260208301919091525f9082015260600160405180910390a15050505050565b612ec86040518061014001604052805f81526020015f81526020015f8152602001606081526020015f81526020015f6001600160401b031681526020015f81526020015f8152602001606081526020015f81525090565b60c0820151600b54600a8054600160d01b900461ffff90811685529092169060ff80821691610100900416612f09828410612f035782613485565b83613485565b6020860152612f1e818410612f035781613485565b604086015260a086015161ffff166001600160401b03811115612f4357612f436156fc565b604051908082528060200260200182016040528015612f6c578160200160208202803683370190505b506060860152808210612f7f5781612f81565b805b6001600160401b03811115612f9857612f986156fc565b604051908082528060200260200182016040528015612fc1578160200160208202803683370190505b506101008601525092949350505050565b5f5f612fe086868686613903565b91509150811561305657612ff785875f01516139ea565b6130025750506107ac565b85608001805161301190615ce7565b905260e086015151865161302f9082906001600160401b0316615cff565b61303987836133da565b03613050578660a001805161304d90615ce7565b90525b50611f37565b80801561306b575061306b85875f0151613a93565b15611f37578560c001805161307f90615ce7565b9052505050505050565b5f8060028461309b60208601866155ab565b85602001356040516020016130d09392919092835260c09190911b6001600160c01b0319166020830152602882015260480190565b60408051601f19818403018152908290526130ea91615589565b602060405180830381855afa158015613105573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906131289190615594565b90506131806040518060400160405280601281526020017f7061726c65792f33206c6f6720686561640000000000000000000000000000008152508787866040015f01602081019061317a91906155ab565b85612605565b9695505050505050565b5f806002878761319d60208801886155ab565b6020880135896131b360608b0160408c016155ab565b6131c360808c0160608d016155ab565b6040517f7061726c65792f332072656365697074206c65616600000000000000000000006020820152603681019790975260568701959095526001600160c01b031960c094851b81166076880152607e87019390935290831b8216609e860152821b811660a685015291901b1660ae82015260b60160408051601f198184030181529082905261325291615589565b602060405180830381855afa15801561326d573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906132909190615594565b90505f6132d1826132a760a088016080890161562d565b61ffff166132bb60c0890160a08a0161562d565b61ffff166132cc60c08a018a615d12565b613d29565b90505f60026132e660c0880160a0890161562d565b8360405160200161331092919060f09290921b6001600160f01b0319168252600282015260220190565b60408051601f198184030181529082905261332a91615589565b602060405180830381855afa158015613345573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906133689190615594565b90506133ac6040518060400160405280601281526020017f7061726c65792f332072656365697074730000000000000000000000000000008152508b8b8885612605565b9a9950505050505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b5f611000831061340d57610200826133f461100086615606565b6133fe9190615d57565b6134089190615662565b6104f4565b61100061341a8385615d57565b6104f49190615662565b5f80828461343b826001600160401b038916615695565b6134459190615606565b61344f9190615cff565b905061345c816001615695565b856001600160401b03161161347257600161267c565b61267c816001600160401b038716615606565b5f81156134be576003613499600184615606565b6134a39190615662565b6134ae906003615d57565b6134b9906001615695565b6104f7565b5f92915050565b6001600160401b0383165f908152600560205260408120805460019091015463ffffffff16825b6040811080156134fc5750845184105b156135b6575f838152608089901b821760205260408120905b6008811080156135255750865186105b156135a3575f61353b8563ffffffff8516615cff565b9050602083901c925061354f888883612292565b1580156135625750613562818b8b613e15565b156135925780888861357381615ce7565b99508151811061358557613585615619565b6020026020010181815250505b5061359c81615ce7565b9050613515565b5050806135af90615ce7565b90506134ec565b505050949350505050565b5f60058210156135d257505f6104f7565b5f83835f8181106135e5576135e5615619565b919091013560f81c9150506001811480613602575060ff81166002145b1561361e5761361360286005615695565b831491506104f79050565b60ff8116600314613632575f9150506104f7565b5f61364b8585600561364660286004615695565b613f54565b90505f19810361365f575f925050506104f7565b8361366d8682846028613f54565b1495945050505050565b83838084811080159061368a5750838111155b6136a75760405163e6c4247b60e01b815260040160405180910390fd5b5f5b81811015610dc8577f20000000000000000000000000000000000000000000000000000000000000008484838181106136e4576136e4615619565b9050013560f81c60f81b6001600160f81b03191611801561374957507f7f0000000000000000000000000000000000000000000000000000000000000084848381811061373357613733615619565b9050013560f81c60f81b6001600160f81b031916105b6137665760405163e6c4247b60e01b815260040160405180910390fd5b6001016136a9565b5f5f5f61377e8888888888613fb7565b9150915080613799576137948888888888614092565b61285c565b509695505050505050565b5f60036137b2600184615606565b6137bc9190615662565b6104f79083615606565b5f8054600d80547fffffffffffffffff0000000000ffffffffffffffffffffffffffffffffffffff16600160a01b80840464ffffffffff908116600160981b02929092179092557fffffffffffffff0000000000ffffffffffffffffffffffffffffffffffffffff9092169184160217905561384061418e565b5f805461ffff92909216600160e81b027fff0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9092169190911781556001600160401b0380831682526005602052604090912060010180547fffffffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffff16600160c01b179055600d805490916004916138dc9164010000000090910416615710565b91906101000a8154816001600160401b0302191690836001600160401b0316021790555050565b60e084015184515f91829161391a908290886141b6565b6101208101515f819003613935575f5f9350935050506139e1565b5f80805b838110156139c8575f856101000151828151811061395957613959615619565b6020026020010151905061398d8c8d60200151838151811061397d5761397d615619565b60200260200101518d8d8d614366565b15613999578360010193505b6139b38c8d60400151838151811061397d5761397d615619565b156139bf578260010192505b50600101613939565b505f6139d3846137a4565b928311159650501015925050505b94509492505050565b5f6139f58383612139565b15613a0157505f6104f7565b5f5f613a0c8561449c565b91509150613a19856145a7565b15613a2d575f858152600760205260408120555b613a598585866001600160401b0316856001600160401b031614613a515784613a53565b835b5f6145e0565b5050506001600160401b03165f908152600460209081526040808320600885901c845290915290208054600160ff90931683901b17905590565b600a545f90600160d01b900461ffff1681613ab2846121bb87856133da565b90505f5f613abf8761449c565b5f89815260076020908152604091829020825160a08101845290546001600160401b038082168352600160401b82048116938301849052600160801b8204811694830194909452600160c01b810466ffffffffffffff166060830152600160f81b900460ff16608082015293955091935088161480613b4f5750866001600160401b0316836001600160401b0316145b15613b61575f955050505050506104f7565b836001600160401b0316815f01516001600160401b031614613b90575f60808201526001600160401b03841681525b6001600160401b0387166020820152600b546080820180516201000090920460ff1691613bbc90615d6e565b60ff169081905203613c1757613bd588848460016145e0565b6001600160401b0387166040820152600a54613bfe90600160a01b900463ffffffff1642615695565b66ffffffffffffff1660608201525f6080820152613c31565b613c20886145a7565b613c3157613c3188848460016145e0565b5f88815260076020908152604091829020835181549285015193850151606086015160809096015160ff16600160f81b026001600160f81b0366ffffffffffffff909716600160c01b027fff00000000000000ffffffffffffffffffffffffffffffffffffffffffffffff6001600160401b03938416600160801b02167fff000000000000000000000000000000ffffffffffffffffffffffffffffffff978416600160401b027fffffffffffffffffffffffffffffffff0000000000000000000000000000000090971693909416929092179490941794909416179290921792909216919091179055506001935050505092915050565b5f838510613d4a576040516320db826760e01b815260040160405180910390fd5b5f845b6001811115613de95780876001181015613dd057838210613d81576040516320db826760e01b815260040160405180910390fd5b5f858584613d8e81615ce7565b9550818110613d9f57613d9f615619565b90506020020135905087600116600114613dc257613dbd8982614655565b613dcc565b613dcc818a614655565b9850505b600196871c96613de08282615695565b901c9050613d4d565b50808314613e0a576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f83815260016020526040812080546001600160401b039081169085168111613e895781546001600160401b03600160401b909104811690821615801590613e7f57506001600160401b0381161580613e7f5750846001600160401b0316816001600160401b0316115b9350505050611e3d565b5f8681526002602052604081208054909190613ea790600190615606565b90505b8015613f47575f60038184613ec0600186615606565b81548110613ed057613ed0615619565b5f9182526020808320909101548352820192909252604001902060038101549091506001600160401b03891664ffffffffff90911611613f3657600301546001600160401b0387166501000000000090910464ffffffffff16119450611e3d9350505050565b50613f4081615d83565b9050613eaa565b505f979650505050505050565b5f838310613f6457505f19612787565b5f858585818110613f7757613f77615619565b919091013560f81c9150506001811115613f95575f19915050612787565b613fa28360ff8316615d57565b613fad856001615695565b6131809190615695565b5f5f613fc38686614699565b1580613fd65750613fd48484614703565b155b15613fe657505f90506001614088565b613ff3878787878761477c565b1561400357506001905080614088565b6140727fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b61477c565b1561408257505f90506001614088565b505f9050805b9550959350505050565b5f61409d8585614699565b15806140b057506140ae8383614703565b155b156140bc57505f61267c565b5f6140c784846147bc565b90505f6140f4867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6325516149af565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f6141508584846149be565b5090508961417e7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183615cff565b149b9a5050505050505050505050565b600a545f90600160d01b900461ffff166141ac610200611000615695565b6110e69190615662565b5f6141c482855f01516133da565b6141cf906001615695565b905080846080015114614237575f6141f3846141ec600185615606565b8751613424565b608086018390526001600160401b031660a086018190525f8181526005602081815260408320805460c08b01529390925290526001015463ffffffff1660e0860152505b5f611000831061424b578460400151614251565b84602001515b90505f85610100015190505f5f5f5f8960e001518a60a001516001600160401b0316600161427f9190615695565b919450925090505f5b60408110801561429757508584105b156143485760c08a01515f908152608089901b821760205260408120905b6008811080156142c457508786105b1561433e575f858363ffffffff16816142df576142df61564e565b069050602083901c9250846142f48e83614ae2565b1115801561430a5750614308888883612292565b155b15614335578088888060010199508151811061432857614328615619565b6020026020010181815250505b506001016142b5565b5050600101614288565b5061435283613485565b610120909901989098525050505050505050565b5f845f0361437557505f61267c565b600160ff1b85036143885750600161267c565b365f848461439760018a615606565b8181106143a6576143a6615619565b90506020028101906143b891906156c3565b6143c69060408101906158b0565b915091505f88606001516001896143dd9190615606565b815181106143ed576143ed615619565b602002602001015190505f6102006110006144089190615695565b90505b82614417836001615695565b10156144605783828461442b826002615695565b9261443893929190615820565b61444191615d98565b60f01c90508781101561446057614459600283615695565b915061440b565b60608a0151829061447260018c615606565b8151811061448257614482615619565b602090810291909101015290961498975050505050505050565b5f80806144ad600385166040615d57565b600285901c5f9081526006602090815260409091205463ffffffff921c918216945081901c637fffffff169250905067800000000000000081161561454a575f84815260076020526040902080546001600160401b03808616600160801b9092041611801561452d57508054600160c01b900466ffffffffffffff164210155b15614548578054600160801b90046001600160401b03169392505b505b5f54600160a01b900464ffffffffff166001600160401b0384168111614571575050915091565b600d54600160981b900464ffffffffff16816001600160401b0386168210614599578161459b565b855b94509450505050915091565b5f6780000000000000006145bf600384166040615d57565b60029390931c5f9081526006602052604090205490921c9091161515919050565b5f6145ef600386166040615d57565b90505f826145fd575f614607565b6780000000000000005b60029690961c5f90815260066020908152604090912080546001600160401b0380861b1990911697169590911b6bffffffffffffffff000000001694909417909517901b9290921790555050565b6040517f7061726c65792f332072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f9060029060760161049c565b5f82158015906146c857507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b80156146d357508115155b80156104f45750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa6147af57fe5b50505f5195945050505050565b6147c4614fb5565b60405180606001604052805f81526020015f81526020015f815250815f601081106147f1576147f1615619565b6020020181905250604051806060016040528084815260200183815260200160018152508160016010811061482857614828615619565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5815260200160018152508160046010811061489f5761489f615619565b60200201526148b58160015b6020020151614b77565b60408201526148c58160046148ab565b61010082015260208101516148e2908260025b6020020151614bd3565b60608201526148fb8160015b60200201518260046148d8565b60a082015261490b8160026148ee565b60c082015261491b8160036148ee565b60e08201526149348160015b60200201518260086148d8565b610120820152614945816002614927565b610140820152614956816003614927565b610160820152614967816004614927565b6101808201526149818160015b602002015182600c6148d8565b6101a0820152614992816002614974565b6101c08201526149a3816003614974565b6101e082015292915050565b5f6104f4836002840384614c31565b5f80808080805b6080811015614ac65781156149f9576149df848484614c52565b919550935091506149f1848484614c52565b919550935091505b600c60fc89901c1660fe88901c17898160108110614a1957614a19615619565b60200201516040015115614ab257825f03614a8857898160108110614a4057614a40615619565b6020020151518a8260108110614a5857614a58615619565b6020020151602001518b8360108110614a7357614a73615619565b60200201516040015191965094509250614ab2565b614aaa8a8260108110614a9d57614a9d615619565b6020020151868686614cea565b919650945092505b50600297881b979690961b956001016149c5565b50614ad2838383614e2b565b945094505050505b935093915050565b5f82606001518281518110614af957614af9615619565b60200260200101519050805f036104f7575f8281526001602052604090208054600160401b90046001600160401b031615614b35575f19614b4b565b8054614b4b906001600160401b03166001615695565b91508184606001518481518110614b6457614b64615619565b6020026020010181815250505092915050565b614b9860405180606001604052805f81526020015f81526020015f81525090565b5f5f5f614bb1855f015186602001518760400151614c52565b6040805160608101825293845260208401929092529082015295945050505050565b614bf460405180606001604052805f81526020015f81526020015f81525090565b5f5f5f614c0e86865f015187602001518860400151614cea565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f614c3f868686614e7e565b915091508161267c5761267c6012614ed0565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f0908935081158415168015614d505760018114614d9657614e1a565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c880986099750614e1a565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f03614e3e57505f905080614ada565b6ffffffffeffffffffffffffffffffffff60601b195f614e5e85836149af565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f03614e9157505f905080614ada565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b508054614eed90615540565b5f825580601f10614efc575050565b601f0160209004905f5260205f2090614f159190614ffc565b565b6040518061010001604052805f6001600160401b031681526020016060815260200160608152602001606081526020015f81526020015f81526020015f8152602001614fb06040518061014001604052805f81526020015f81526020015f8152602001606081526020015f81526020015f6001600160401b031681526020015f81526020015f8152602001606081526020015f81525090565b905290565b6040518061020001604052806010905b614fe660405180606001604052805f81526020015f81526020015f81525090565b815260200190600190039081614fc55790505090565b5f5b80821115612698575f81840155600101614ffe565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b5f5f60408385031215615059575f5ffd5b50508035926020909101359150565b5f60a08284031215611d0b575f5ffd5b80356001600160401b038116811461508e575f5ffd5b919050565b5f60e08284031215611d0b575f5ffd5b5f60608284031215611d0b575f5ffd5b5f5f5f5f5f5f5f5f888a036102608112156150cc575f5ffd5b8935985060208a013597506150e48b60408c01615068565b96506150f38b60e08c01615068565b9550604061017f1982011215615107575f5ffd5b506101808901935061511c6101c08a01615078565b92506101e08901356001600160401b03811115615137575f5ffd5b6151438b828c01615093565b9250506151548a6102008b016150a3565b90509295985092959890939650565b6001600160a01b0381168114610e52575f5ffd5b5f5f60408385031215615188575f5ffd5b82359150602083013561519a81615163565b809150509250929050565b80608081018310156104f7575f5ffd5b5f5f5f61012084860312156151c8575f5ffd5b833592506151d985602086016151a5565b91506151e88560a086016151a5565b90509250925092565b5f5f5f5f60c08587031215615204575f5ffd5b8435935061521460208601615078565b92506040850135915061522a86606087016150a3565b905092959194509250565b5f5f5f5f5f5f5f610160888a03121561524c575f5ffd5b873596506020880135955061526360408901615078565b945060608801356001600160401b0381111561527d575f5ffd5b6152898a828b01615093565b9450506152998960808a016150a3565b925060e08801356001600160401b038111156152b3575f5ffd5b6152bf8a828b01615093565b9250506152d0896101008a016150a3565b905092959891949750929550565b5f602082840312156152ee575f5ffd5b5035919050565b5f5f83601f840112615305575f5ffd5b5081356001600160401b0381111561531b575f5ffd5b602083019150836020828501011115615332575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f610180898b031215615351575f5ffd5b883597506153628a60208b016150a3565b965060808901356001600160401b0381111561537c575f5ffd5b6153888b828c016152f5565b909750955061539c90508a60a08b016150a3565b93506101008901356001600160401b038111156153b7575f5ffd5b6153c38b828c016152f5565b909450925061515490508a6101208b016150a3565b5f5f604083850312156153e9575f5ffd5b8235915060208301356001600160401b03811115615405575f5ffd5b830160c0818603121561519a575f5ffd5b5f60208284031215615426575f5ffd5b81356001600160401b0381111561543b575f5ffd5b61278784828501615093565b5f5f5f5f610180858703121561545b575f5ffd5b84359350602085013592506154738660408701615068565b915061522a8660e08701615068565b5f5f83601f840112615492575f5ffd5b5081356001600160401b038111156154a8575f5ffd5b6020830191508360208260051b8501011115615332575f5ffd5b5f5f5f5f5f606086880312156154d6575f5ffd5b6154df86615078565b945060208601356001600160401b038111156154f9575f5ffd5b61550588828901615482565b90955093505060408601356001600160401b03811115615523575f5ffd5b61552f88828901615482565b969995985093965092949392505050565b600181811c9082168061555457607f821691505b602082108103611d0b57634e487b7160e01b5f52602260045260245ffd5b5f81518060208401855e5f93019283525090919050565b5f6104f48284615572565b5f602082840312156155a4575f5ffd5b5051919050565b5f602082840312156155bb575f5ffd5b6104f482615078565b634e487b7160e01b5f52602160045260245ffd5b60208101600783106155ec576155ec6155c4565b91905290565b634e487b7160e01b5f52601160045260245ffd5b818103818111156104f7576104f76155f2565b634e487b7160e01b5f52603260045260245ffd5b5f6020828403121561563d575f5ffd5b813561ffff81168114611e3d575f5ffd5b634e487b7160e01b5f52601260045260245ffd5b5f826156705761567061564e565b500490565b5f61ffff821661ffff810361568c5761568c6155f2565b60010192915050565b808201808211156104f7576104f76155f2565b5f602082840312156156b8575f5ffd5b8135611e3d81615163565b5f823560be198336030181126156d7575f5ffd5b9190910192915050565b5f63ffffffff821663ffffffff810361568c5761568c6155f2565b634e487b7160e01b5f52604160045260245ffd5b5f6001600160401b0382166001600160401b03810361568c5761568c6155f2565b61ffff81811683821601908111156104f7576104f76155f2565b818382375f9101908152919050565b5f64ffffffffff821664ffffffffff810361568c5761568c6155f2565b64ffffffffff8181168382160290811690818114615797576157976155f2565b5092915050565b5f6001600160801b038316806157b6576157b661564e565b806001600160801b0384160491505092915050565b60408101600684106157df576157df6155c4565b9281526020015290565b5f6157f48288615572565b9586525050602084019290925260c01b6001600160c01b03191660408301526048820152606801919050565b5f5f8585111561582e575f5ffd5b8386111561583a575f5ffd5b5050820193919092039150565b80356001600160d81b03198116906005841015615797576001600160d81b0319808560050360031b1b82161691505092915050565b8581526001600160c01b03198560c01b166020820152836028820152818360488301375f9101604801908152949350505050565b5f5f8335601e198436030181126158c5575f5ffd5b8301803591506001600160401b038211156158de575f5ffd5b602001915036819003821315615332575f5ffd5b601f821115612698578282111561269857805f5260205f20601f840160051c602085101561591d57505f5b90810190601f840160051c035f5b81811015611f37575f8382015560010161592b565b6001600160401b03831115615957576159576156fc565b61596b836159658354615540565b836158f2565b5f601f84116001811461599c575f85156159855750838201355b5f19600387901b1c1916600186901b17835561168e565b5f83815260208120601f198716915b828110156159cb57868501358255602094850194600190920191016159ab565b50868210156159e7575f1960f88860031b161c19848701351681555b505060018560011b0183555050505050565b6001600160f01b031981168114610e52575f5ffd5b5f81356104f7816159f9565b615a2482836158b0565b6001600160401b03811115615a3b57615a3b6156fc565b615a4f81615a498554615540565b856158f2565b5f601f821160018114615a80575f8315615a695750838201355b5f19600385901b1c1916600184901b178555615ad7565b5f85815260208120601f198516915b82811015615aaf5786850135825560209485019460019092019101615a8f565b5084821015615acb575f1960f88660031b161c19848701351681555b505060018360011b0185555b50505050615ae860208301836158b0565b615af6818360018601615940565b5050615b0560408301836158b0565b615b13818360028601615940565b5050615b3a615b2460608401615a0e565b600383018160f01c61ffff198254161781555050565b6080820135600482015560a090910135600590910155565b5f5f8335601e19843603018112615b67575f5ffd5b83016020810192503590506001600160401b03811115615b85575f5ffd5b803603821315615332575f5ffd5b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b602081525f615bca8384615b52565b60c06020850152615bdf60e085018284615b93565b915050615bef6020850185615b52565b848303601f19016040860152615c06838284615b93565b92505050615c176040850185615b52565b848303601f19016060860152615c2e838284615b93565b925050506060840135615c40816159f9565b6001600160f01b03191660808481019190915284013560a0808501919091529093013560c0909201919091525090565b5f63ffffffff821680615c8557615c856155f2565b5f190192915050565b5f60208284031215615c9e575f5ffd5b81358015158114611e3d575f5ffd5b6001600160c01b03198560c01b1681526001600160f01b03198460f01b1660088201528183600a8301375f9101600a019081529392505050565b5f60018201615cf857615cf86155f2565b5060010190565b5f82615d0d57615d0d61564e565b500690565b5f5f8335601e19843603018112615d27575f5ffd5b8301803591506001600160401b03821115615d40575f5ffd5b6020019150600581901b3603821315615332575f5ffd5b80820281158282048414176104f7576104f76155f2565b5f60ff821660ff810361568c5761568c6155f2565b5f81615d9157615d916155f2565b505f190190565b80356001600160f01b03198116906002841015615797576001600160f01b0319808560020360031b1b8216169150509291505056fea164736f6c6343000825000a'
