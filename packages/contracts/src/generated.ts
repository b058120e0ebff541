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
        internalType: 'uint8',
        name: 'replicas_',
        type: 'uint8',
      },
      {
        internalType: 'uint256',
        name: 'bond_',
        type: 'uint256',
      },
      {
        internalType: 'uint64',
        name: 'exitDelay_',
        type: 'uint64',
      },
    ],
    stateMutability: 'nonpayable',
    type: 'constructor',
  },
  {
    inputs: [],
    name: 'AlreadySettled',
    type: 'error',
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
    name: 'InvalidParameter',
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
    inputs: [
      {
        internalType: 'uint256',
        name: 'required',
        type: 'uint256',
      },
      {
        internalType: 'uint64',
        name: 'withoutFrom',
        type: 'uint64',
      },
    ],
    name: 'NotConfirmed',
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
    inputs: [
      {
        internalType: 'uint64',
        name: 'withdrawableAt',
        type: 'uint64',
      },
    ],
    name: 'TooEarly',
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
    inputs: [
      {
        internalType: 'enum NodeRegistry.Status',
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
    name: 'WrongVersion',
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
      {
        indexed: false,
        internalType: 'uint64',
        name: 'version',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'uint64',
        name: 'withdrawableAt',
        type: 'uint64',
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
      {
        indexed: true,
        internalType: 'address',
        name: 'operator',
        type: 'address',
      },
      {
        indexed: false,
        internalType: 'uint64',
        name: 'version',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'bytes32',
        name: 'x',
        type: 'bytes32',
      },
      {
        indexed: false,
        internalType: 'bytes32',
        name: 'y',
        type: 'bytes32',
      },
      {
        indexed: false,
        internalType: 'string',
        name: 'url',
        type: 'string',
      },
      {
        indexed: false,
        internalType: 'string',
        name: 'peer',
        type: 'string',
      },
    ],
    name: 'NodeRegistered',
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
        internalType: 'uint64',
        name: 'version',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'enum NodeRegistry.Offence',
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
      {
        indexed: false,
        internalType: 'uint64',
        name: 'version',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'string',
        name: 'url',
        type: 'string',
      },
      {
        indexed: false,
        internalType: 'string',
        name: 'peer',
        type: 'string',
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
        name: 'version',
        type: 'uint64',
      },
      {
        indexed: false,
        internalType: 'uint256',
        name: 'confirmations',
        type: 'uint256',
      },
    ],
    name: 'VersionSettled',
    type: 'event',
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
  {
    inputs: [],
    name: 'active',
    outputs: [
      {
        internalType: 'uint32',
        name: '',
        type: 'uint32',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'bond',
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
        internalType: 'uint64',
        name: 'version_',
        type: 'uint64',
      },
    ],
    name: 'confirmationDigest',
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
    inputs: [],
    name: 'confirmationsRequired',
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
    name: 'exitDelay',
    outputs: [
      {
        internalType: 'uint64',
        name: '',
        type: 'uint64',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'membersChangedAt',
    outputs: [
      {
        internalType: 'uint64',
        name: '',
        type: 'uint64',
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
            internalType: 'uint64',
            name: 'withdrawableAt',
            type: 'uint64',
          },
          {
            internalType: 'enum NodeRegistry.Status',
            name: 'status',
            type: 'uint8',
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
            internalType: 'string',
            name: 'url',
            type: 'string',
          },
          {
            internalType: 'string',
            name: 'peer',
            type: 'string',
          },
        ],
        internalType: 'struct NodeRegistry.Node',
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
    ],
    name: 'nodes',
    outputs: [
      {
        internalType: 'bytes32[]',
        name: 'ids',
        type: 'bytes32[]',
      },
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
            internalType: 'uint64',
            name: 'withdrawableAt',
            type: 'uint64',
          },
          {
            internalType: 'enum NodeRegistry.Status',
            name: 'status',
            type: 'uint8',
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
            internalType: 'string',
            name: 'url',
            type: 'string',
          },
          {
            internalType: 'string',
            name: 'peer',
            type: 'string',
          },
        ],
        internalType: 'struct NodeRegistry.Node[]',
        name: 'page',
        type: 'tuple[]',
      },
      {
        internalType: 'uint256',
        name: 'total',
        type: 'uint256',
      },
      {
        internalType: 'uint64',
        name: 'current',
        type: 'uint64',
      },
      {
        internalType: 'uint64',
        name: 'settled_',
        type: 'uint64',
      },
    ],
    stateMutability: 'view',
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
            components: [
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
            internalType: 'struct NodeRegistry.Signature',
            name: 'proof',
            type: 'tuple',
          },
        ],
        internalType: 'struct NodeRegistry.Registration[]',
        name: 'registrations',
        type: 'tuple[]',
      },
    ],
    name: 'register',
    outputs: [],
    stateMutability: 'payable',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'address',
        name: 'operator',
        type: 'address',
      },
    ],
    name: 'registrationDigest',
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
    inputs: [],
    name: 'replicas',
    outputs: [
      {
        internalType: 'uint8',
        name: '',
        type: 'uint8',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        internalType: 'uint64',
        name: 'version_',
        type: 'uint64',
      },
      {
        internalType: 'bytes32[]',
        name: 'ids',
        type: 'bytes32[]',
      },
      {
        components: [
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
        internalType: 'struct NodeRegistry.Signature[]',
        name: 'signatures',
        type: 'tuple[]',
      },
    ],
    name: 'settle',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'settled',
    outputs: [
      {
        internalType: 'uint64',
        name: '',
        type: 'uint64',
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
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
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
            internalType: 'struct NodeRegistry.Signature',
            name: 'signature',
            type: 'tuple',
          },
        ],
        internalType: 'struct NodeRegistry.SignedHead',
        name: 'one',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
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
            internalType: 'struct NodeRegistry.Signature',
            name: 'signature',
            type: 'tuple',
          },
        ],
        internalType: 'struct NodeRegistry.SignedHead',
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
        internalType: 'uint64',
        name: 'position',
        type: 'uint64',
      },
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
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
            internalType: 'struct NodeRegistry.Signature',
            name: 'signature',
            type: 'tuple',
          },
        ],
        internalType: 'struct NodeRegistry.SignedHead',
        name: 'before',
        type: 'tuple',
      },
      {
        components: [
          {
            internalType: 'bytes32',
            name: 'hash',
            type: 'bytes32',
          },
          {
            components: [
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
            internalType: 'struct NodeRegistry.Signature',
            name: 'signature',
            type: 'tuple',
          },
        ],
        internalType: 'struct NodeRegistry.SignedHead',
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
          {
            internalType: 'uint64',
            name: 'receivedAt',
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
        internalType: 'struct NodeRegistry.Signature',
        name: 'receiptSignature',
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
        internalType: 'struct NodeRegistry.Signature',
        name: 'oneSignature',
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
        internalType: 'struct NodeRegistry.Signature',
        name: 'otherSignature',
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
        internalType: 'struct NodeRegistry.Signature',
        name: 'oneSignature',
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
        internalType: 'struct NodeRegistry.Signature',
        name: 'otherSignature',
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
    ],
    name: 'update',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'version',
    outputs: [
      {
        internalType: 'uint64',
        name: '',
        type: 'uint64',
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
] as const

export const nodeRegistryBytecode =
  '0x60e060405234801561000f575f5ffd5b5060405161418838038061418883398101604081905261002e9161011e565b83518015801590610040575060408111155b801561004e57505f8460ff16115b801561005e5750601f8460ff1611155b801561006b575060048310155b801561007f57505f826001600160401b0316115b8015610098575063ffffffff6001600160401b03831611155b6100b557604051630309cb8760e51b815260040160405180910390fd5b5f6100c08682610288565b505060ff90921660c0526080526001600160401b031660a05250610346565b634e487b7160e01b5f52604160045260245ffd5b805160ff81168114610103575f5ffd5b919050565b80516001600160401b0381168114610103575f5ffd5b5f5f5f5f60808587031215610131575f5ffd5b84516001600160401b03811115610146575f5ffd5b8501601f81018713610156575f5ffd5b80516001600160401b0381111561016f5761016f6100df565b604051601f8201601f19908116603f011681016001600160401b038111828210171561019d5761019d6100df565b6040528181528282016020018910156101b4575f5ffd5b8160208401602083015e5f602083830101528096505050506101d8602086016100f3565b604086015190935091506101ee60608601610108565b905092959194509250565b600181811c9082168061020d57607f821691505b60208210810361022b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610283578282111561028357805f5260205f20601f840160051c602085101561025c57505f5b90810190601f840160051c035f5b8181101561027f575f8382015560010161026a565b5050505b505050565b81516001600160401b038111156102a1576102a16100df565b6102b5816102af84546101f9565b84610231565b6020601f8211600181146102e7575f83156102d05750848201515b5f19600385901b1c1916600184901b17845561033f565b5f84815260208120601f198516915b8281101561031657878501518255602094850194600190920191016102f6565b508482101561033357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b60805160a05160c051613dd96103af5f395f818161035801528181611858015261188201525f81816102bc0152818161073f015261169001525f81816103db01528181610f430152818161106f0152818161109b015281816121a601526122220152613dd95ff3fe60806040526004361061018d575f3560e01c80634f4288a4116100dc5780639025e64c11610087578063a6cda64d11610062578063a6cda64d146104b5578063ade93e8a146104db578063ce248a2b146104fa578063e8b2c24314610519575f5ffd5b80639025e64c1461046357806395348d3614610477578063a04d2a0314610496575f5ffd5b80637c97e6ec116100b75780637c97e6ec146103fd5780638db849e0146104295780638f7758391461043d575f5ffd5b80634f4288a41461038c57806354fd4d50146103ab57806364c9ec6f146103ca575f5ffd5b80631b258d501161013c5780633093535b116101175780633093535b1461031557806337fde68a146103285780633bc274a414610347575f5ffd5b80631b258d501461028c57806328388630146102ab578063305d6617146102f6575f5ffd5b8063081809451161016c578063081809451461021c578063111716241461023d57806316dbf7db1461025c575f5ffd5b8062bd45bf1461019157806302fb0c5e146101c357806306fdde03146101fb575b5f5ffd5b34801561019c575f5ffd5b506101b06101ab366004613180565b61052d565b6040519081526020015b60405180910390f35b3480156101ce575f5ffd5b506001546101e690600160c01b900463ffffffff1681565b60405163ffffffff90911681526020016101ba565b348015610206575f5ffd5b5061020f6105df565b6040516101ba91906131c7565b348015610227575f5ffd5b5061023b610236366004613220565b61066a565b005b348015610248575f5ffd5b506101b06102573660046132cb565b6109a4565b348015610267575f5ffd5b5061027b6102763660046132cb565b610a69565b6040516101ba9594939291906133d7565b348015610297575f5ffd5b5061023b6102a63660046134b9565b610e10565b3480156102b6575f5ffd5b506102de7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160401b0390911681526020016101ba565b348015610301575f5ffd5b5061023b610310366004613524565b610f6c565b61023b61032336600461359b565b61104a565b348015610333575f5ffd5b506101b06103423660046135d9565b6111ba565b348015610352575f5ffd5b5061037a7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff90911681526020016101ba565b348015610397575f5ffd5b5061023b6103a6366004613624565b61121a565b3480156103b6575f5ffd5b506001546102de906001600160401b031681565b3480156103d5575f5ffd5b506101b07f000000000000000000000000000000000000000000000000000000000000000081565b348015610408575f5ffd5b5061041c6104173660046136b6565b6112d4565b6040516101ba91906136cd565b348015610434575f5ffd5b506101b0600481565b348015610448575f5ffd5b506001546102de90600160401b90046001600160401b031681565b34801561046e575f5ffd5b506101b06114f7565b348015610482575f5ffd5b5061023b6104913660046136df565b6115b0565b3480156104a1575f5ffd5b5061023b6104b03660046136b6565b61162c565b3480156104c0575f5ffd5b506001546102de90600160801b90046001600160401b031681565b3480156104e6575f5ffd5b5061023b6104f536600461378c565b611757565b348015610505575f5ffd5b5061023b6105143660046137e2565b6117b3565b348015610524575f5ffd5b506101b0611835565b5f60026105386114f7565b6040517f7061726c65792f3120636f6e6669726d6174696f6e0000000000000000000000602082015260368101919091526001600160c01b031960c085901b166056820152605e015b60408051601f198184030181529082905261059b9161387c565b602060405180830381855afa1580156105b6573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906105d99190613892565b92915050565b5f80546105eb906138a9565b80601f0160208091040260200160405190810160405280929190818152602001828054610617906138a9565b80156106625780601f1061063957610100808354040283529160200191610662565b820191905f5260205f20905b81548152906001019060200180831161064557829003601f168201915b505050505081565b6001546001600160401b0390811690861681146106c4576040517f82e71e1f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024015b60405180910390fd5b506001546001600160401b03808716600160401b9092041603610713576040517f560ff90000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b828181146107345760405163a220f37f60e01b815260040160405180910390fd5b6001545f90610774907f000000000000000000000000000000000000000000000000000000000000000090600160801b90046001600160401b03166138ef565b90505f61077f611835565b90505f811180156107905750808310155b806107a45750816001600160401b03164210155b818390916107f0576040517f723b1f2000000000000000000000000000000000000000000000000000000000815260048101929092526001600160401b031660248201526044016106bb565b50505f6107fc8961052d565b90505f5b8481101561092f5780158061085057508888828181106108225761082261390e565b9050602002013589896001846108389190613922565b8181106108475761084761390e565b90506020020135105b61086d5760405163a220f37f60e01b815260040160405180910390fd5b5f60025f8b8b858181106108835761088361390e565b9050602002013581526020019081526020015f209050600160048111156108ac576108ac6132eb565b6002820154600160e01b900460ff1660048111156108cc576108cc6132eb565b6002830154600160e01b900460ff1691146108fb57604051630d64047360e21b81526004016106bb9190613935565b50610926815f01548260010154858b8b8781811061091b5761091b61390e565b9050604002016118d5565b50600101610800565b50600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038c169081029190911790915560408051918252602082018690527f947ae4e77247d7ff81e61bef1a34d9b9442181a87dfa05f8a5dd5acf88bc4b73910160405180910390a1505050505050505050565b6040517f7061726c65792f31206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f1981840301815290829052610a249161387c565b602060405180830381855afa158015610a3f573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610a629190613892565b9392505050565b60035460609081905f8080838810610a815783610a83565b875b90505f610a908286613922565b8810610aa557610aa08286613922565b610aa7565b875b9050806001600160401b03811115610ac157610ac1613943565b604051908082528060200260200182016040528015610aea578160200160208202803683370190505b509650806001600160401b03811115610b0557610b05613943565b604051908082528060200260200182016040528015610b8257816020015b610b6f60408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b815260200190600190039081610b235790505b5095505f5b81811015610de8576003610b9b8285613957565b81548110610bab57610bab61390e565b905f5260205f200154888281518110610bc657610bc661390e565b60200260200101818152505060025f898381518110610be757610be761390e565b60209081029190910181015182528181019290925260409081015f208151610120810183528154815260018201549381019390935260028101546001600160a01b03811692840192909252600160a01b82046001600160401b03166060840152906080830190600160e01b900460ff166004811115610c6857610c686132eb565b6004811115610c7957610c796132eb565b815260038201546001600160401b038082166020840152600160401b909104166040820152600482018054606090920191610cb3906138a9565b80601f0160208091040260200160405190810160405280929190818152602001828054610cdf906138a9565b8015610d2a5780601f10610d0157610100808354040283529160200191610d2a565b820191905f5260205f20905b815481529060010190602001808311610d0d57829003601f168201915b50505050508152602001600582018054610d43906138a9565b80601f0160208091040260200160405190810160405280929190818152602001828054610d6f906138a9565b8015610dba5780601f10610d9157610100808354040283529160200191610dba565b820191905f5260205f20905b815481529060010190602001808311610d9d57829003601f168201915b505050505081525050878281518110610dd557610dd561390e565b6020908102919091010152600101610b87565b50506001549598949750929550506001600160401b0380851694600160401b90041692915050565b5f610e1a83611923565b9050600280820154600160e01b900460ff166004811115610e3d57610e3d6132eb565b6002830154600160e01b900460ff169114610e6c57604051630d64047360e21b81526004016106bb9190613935565b506002810154600160a01b90046001600160401b031642811115610ec8576040517fd606d83f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024016106bb565b5060028101805468ffffffffffffffffff60a01b19167c03000000000000000000000000000000000000000000000000000000001790556040516001600160a01b038316815283907f35d6c9e4f36bf5b973eaff77f71b0476ae488f309f23417ebc67361d41ad996e9060200160405180910390a2610f67827f0000000000000000000000000000000000000000000000000000000000000000611989565b505050565b5f610f7686611923565b9050610f828585611a32565b610f8c8383611a32565b60048101610f9b8587836139b8565b5060058101610fab8385836139b8565b50600154600160401b81046001600160401b039081169116145f610fcd611b3f565b9050811561100057600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b877f9114e3141e15dbbddd23e5a953f9e6a2134405b62921f1720b3987324cfb5f208289898989604051611038959493929190613a99565b60405180910390a25050505050505050565b80806110695760405163a220f37f60e01b815260040160405180910390fd5b611093817f0000000000000000000000000000000000000000000000000000000000000000613ace565b34146110bf827f0000000000000000000000000000000000000000000000000000000000000000613ace565b906110f9576040517ff17d47af0000000000000000000000000000000000000000000000000000000081526004016106bb91815260200190565b50600354155f611107611b3f565b90505f5b83811015611148576111408686838181106111285761112861390e565b905060200281019061113a9190613ae5565b83611b82565b60010161110b565b50600180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b426001600160401b03160217905581156111b357600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b5050505050565b6040517f7061726c65792f31206e6f646520726567697374726174696f6e000000000000602082015246603b8201526bffffffffffffffffffffffff1930606090811b8216605b84015283901b16606f8201525f90600290608301610581565b5f61122488611dc7565b90505f866001600160401b031611801561125a57508335611257863561124d6020870187613180565b8660200135611e4e565b14155b61127757604051633a09092760e11b815260040160405180910390fd5b61128e88828961128860018b613b03565b89611f01565b61129b8882898988611f01565b5f6112a889898987611f27565b90506112bd825f0154836001015483866118d5565b6112c989836003612133565b505050505050505050565b61132060408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b5f8281526002602081815260409283902083516101208101855281548152600182015492810192909252918201546001600160a01b03811693820193909352600160a01b83046001600160401b03166060820152916080830190600160e01b900460ff166004811115611395576113956132eb565b60048111156113a6576113a66132eb565b815260038201546001600160401b038082166020840152600160401b9091041660408201526004820180546060909201916113e0906138a9565b80601f016020809104026020016040519081016040528092919081815260200182805461140c906138a9565b80156114575780601f1061142e57610100808354040283529160200191611457565b820191905f5260205f20905b81548152906001019060200180831161143a57829003601f168201915b50505050508152602001600582018054611470906138a9565b80601f016020809104026020016040519081016040528092919081815260200182805461149c906138a9565b80156114e75780601f106114be576101008083540402835291602001916114e7565b820191905f5260205f20905b8154815290600101906020018083116114ca57829003601f168201915b5050505050815250509050919050565b6040517f7061726c65792f3120636861696e206e6574776f726b2069640000000000000060208201526001600160c01b03194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f198184030181529082905261156d9161387c565b602060405180830381855afa158015611588573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906115ab9190613892565b905090565b5f6115ba89611dc7565b90506115c887878686612255565b6115e557604051633a09092760e11b815260040160405180910390fd5b611603815f015482600101546115fd8c8c8c8c6122fd565b886118d5565b611621815f0154826001015461161b8c8c89896122fd565b856118d5565b6112c989825f612133565b5f61163682611923565b905060016002820154600160e01b900460ff16600481111561165a5761165a6132eb565b6002830154600160e01b900460ff16911461168957604051630d64047360e21b81526004016106bb9190613935565b505f6116b57f0000000000000000000000000000000000000000000000000000000000000000426138ef565b6002830180546001600160401b038316600160a01b0268ffffffffffffffffff60a01b19909116177c0200000000000000000000000000000000000000000000000000000000179055905061170982612387565b600154604080516001600160401b039283168152918316602083015284917fdeeda9c4096e227c01296090d1d2e799c31f859755e00ae7be0badf128d0749a910160405180910390a2505050565b5f61176186611dc7565b9050813583350361178557604051633a09092760e11b815260040160405180910390fd5b6117928682878787611f01565b61179f8682878786611f01565b6117ab86826002612133565b505050505050565b5f6117bd88611dc7565b90506117c98584612441565b6117e657604051633a09092760e11b815260040160405180910390fd5b5f6117f389898989611f27565b9050611808825f0154836001015483886118d5565b61181489898987611f27565b9050611829825f0154836001015483866118d5565b6112c989836001612133565b6001545f90600160c01b900463ffffffff16808203611855575f91505090565b5f7f000000000000000000000000000000000000000000000000000000000000000060ff1682106118a9577f000000000000000000000000000000000000000000000000000000000000000060ff166118ab565b815b905060036118ba600183613922565b6118c49190613b36565b6118ce9083613922565b9250505090565b6118e782823560208401358787612489565b61191d576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b50505050565b5f61192d82611dc7565b60028101549091506001600160a01b0316338114611983576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b0390911660048201526024016106bb565b50919050565b804710156119cc576040517fcf479181000000000000000000000000000000000000000000000000000000008152476004820152602481018290526044016106bb565b6119e5828260405180602001604052805f8152506124c2565b156119ee575050565b3d15611a00576119fc6124d7565b5050565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b8181808015801590611a4657506101008111155b611a635760405163e6c4247b60e01b815260040160405180910390fd5b5f5b818110156117ab575f848483818110611a8057611a8061390e565b909101357fff00000000000000000000000000000000000000000000000000000000000000169150507f200000000000000000000000000000000000000000000000000000000000000081118015611b1957507f7f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008216105b611b365760405163e6c4247b60e01b815260040160405180910390fd5b50600101611a65565b600180545f91908290611b5a906001600160401b0316613b49565b91906101000a8154816001600160401b0302191690836001600160401b031602179055905090565b81356020830135611b9e611b996040860186613b73565b611a32565b611bae611b996060860186613b73565b5f611bb983836109a4565b5f8181526002602052604081209192506002820154600160e01b900460ff166004811115611be957611be96132eb565b6002830154600160e01b900460ff169114611c1857604051630d64047360e21b81526004016106bb9190613935565b50611c308484611c27336111ba565b896080016118d5565b83815560018101839055600281018054337fffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffff167fffffff00ffffffffffffffff000000000000000000000000000000000000000090911617600160e01b17905560038101805467ffffffffffffffff19166001600160401b038716179055611cbb6040870187613b73565b6004830191611ccb9190836139b8565b50611cd96060870187613b73565b6005830191611ce99190836139b8565b5060038054600180820183555f929092527fc2575a0e9e593c00f959f8c92f12db2869c3395a3b0502d05e2516446f71f85b018390558054601890611d3a90600160c01b900463ffffffff16613bb5565b91906101000a81548163ffffffff021916908363ffffffff160217905550336001600160a01b0316827fef104a17286b7f28c2b74f494040cff7e354187dc459136ffe09c7f58bd270648787878b8060400190611d979190613b73565b611da460608f018f613b73565b604051611db79796959493929190613bd0565b60405180910390a3505050505050565b5f81815260026020526040902060016002820154600160e01b900460ff166004811115611df657611df66132eb565b1480611e205750600280820154600160e01b900460ff166004811115611e1e57611e1e6132eb565b145b6002820154600160e01b900460ff169061198357604051630d64047360e21b81526004016106bb9190613935565b6040517f7061726c65792f31206c6f67206c696e6b0000000000000000000000000000006020820152603281018490526001600160c01b031960c084901b166052820152605a81018290525f90600290607a0160408051601f1981840301815290829052611ebb9161387c565b602060405180830381855afa158015611ed6573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611ef99190613892565b949350505050565b5f611f0f86858585356124e2565b90506117ab855f0154866001015483856020016118d5565b5f8060028686611f3a6020870187613180565b602087013588611f5060608a0160408b01613180565b6040517f7061726c65792f312072656365697074206c65616600000000000000000000006020820152603681019690965260568601949094526001600160c01b031960c093841b81166076870152607e860192909252821b8116609e85015291901b1660a682015260ae0160408051601f1981840301815290829052611fd59161387c565b602060405180830381855afa158015611ff0573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906120139190613892565b90505f6120548261202a6080870160608801613c1f565b61ffff1661203e60a0880160808901613c1f565b61ffff1661204f60a0890189613c40565b612541565b9050600261206860a0860160808701613c1f565b826040516020016120d09291907f7061726c65792f31207265636569707473000000000000000000000000000000815260f09290921b7fffff000000000000000000000000000000000000000000000000000000000000166012830152601482015260340190565b60408051601f19818403018152908290526120ea9161387c565b602060405180830381855afa158015612105573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906121289190613892565b979650505050505050565b5f60016002840154600160e01b900460ff166004811115612156576121566132eb565b60028501805468ffffffffffffffffff60a01b19167c0400000000000000000000000000000000000000000000000000000000179055149050801561219e5761219e83612387565b5f6121ca60047f0000000000000000000000000000000000000000000000000000000000000000613b36565b600154604051919250339187917f2df4c16a4abac4b9a45f2f3fcc24fe42c04c40a1ef06303085c2c7e57d2b654b91612210916001600160401b03169088908790613c85565b60405180910390a361224b5f612246837f0000000000000000000000000000000000000000000000000000000000000000613922565b611989565b6111b33382611989565b5f612260858561262d565b80156122715750612271838361262d565b80156122ba575061228560055f8486613cb6565b61228e91613cdd565b6001600160d81b0319166122a560055f8789613cb6565b6122ae91613cdd565b6001600160d81b031916145b80156122f4575082826040516122d1929190613d13565b604051809103902085856040516122e9929190613d13565b604051809103902014155b95945050505050565b5f60028585356123136040880160208901613180565b8760400135878760405160200161232f96959493929190613d22565b60408051601f19818403018152908290526123499161387c565b602060405180830381855afa158015612364573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906122f49190613892565b61238f611b3f565b6003820180546001600160401b0392909216600160401b026fffffffffffffffff000000000000000019909216919091179055600180546018906123e09063ffffffff600160c01b90910416613d83565b91906101000a81548163ffffffff021916908363ffffffff16021790555061243e600180546001600160401b034216600160801b027fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff909116179055565b50565b5f81602001358360200135141580610a6257506124616020830183613180565b6001600160401b03166124776020850185613180565b6001600160401b031614159392505050565b5f5f5f61249988888888886126e3565b91509150806124b4576124af88888888886127be565b6124b6565b815b98975050505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517f7061726c65792f31206c6f672068656164000000000000000000000000000000602082015260328101859052605281018490526001600160c01b031960c084901b166072820152607a81018290525f90600290609a0161232f565b5f838510612562576040516320db826760e01b815260040160405180910390fd5b5f845b600181111561260157808760011810156125e857838210612599576040516320db826760e01b815260040160405180910390fd5b5f8585846125a681613da1565b95508181106125b7576125b761390e565b905060200201359050876001166001146125da576125d589826128ba565b6125e4565b6125e4818a6128ba565b9850505b600196871c966125f88282613957565b901c9050612565565b50808314612622576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f600582101561263e57505f6105d9565b5f83835f8181106126515761265161390e565b919091013560f81c915050600181148061266e575060ff81166002145b1561268a5761267f60286005613957565b831491506105d99050565b60ff811660031461269e575f9150506105d9565b5f6126b7858560056126b260286004613957565b6128fe565b90505f1981036126cb575f925050506105d9565b836126d986828460286128fe565b1495945050505050565b5f5f6126ef868661296b565b1580612702575061270084846129d5565b155b1561271257505f905060016127b4565b61271f8787878787612a4e565b1561272f575060019050806127b4565b61279e7fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b612a4e565b156127ae57505f905060016127b4565b505f9050805b9550959350505050565b5f6127c9858561296b565b15806127dc57506127da83836129d5565b155b156127e857505f6122f4565b5f6127f38484612a8e565b90505f612820867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551612c81565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f61287c858484612c90565b509050896128aa7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183613db9565b149b9a5050505050505050505050565b6040517f7061726c65792f312072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f90600290607601610a0a565b5f83831061290e57505f19611ef9565b5f8585858181106129215761292161390e565b919091013560f81c915050600181111561293f575f19915050611ef9565b61294c8360ff8316613ace565b612957856001613957565b6129619190613957565b9695505050505050565b5f821580159061299a57507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b80156129a557508115155b8015610a625750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa612a8157fe5b50505f5195945050505050565b612a9661311e565b60405180606001604052805f81526020015f81526020015f815250815f60108110612ac357612ac361390e565b60200201819052506040518060600160405280848152602001838152602001600181525081600160108110612afa57612afa61390e565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f58152602001600181525081600460108110612b7157612b7161390e565b6020020152612b878160015b6020020151612db4565b6040820152612b97816004612b7d565b6101008201526020810151612bb4908260025b6020020151612e10565b6060820152612bcd8160015b6020020151826004612baa565b60a0820152612bdd816002612bc0565b60c0820152612bed816003612bc0565b60e0820152612c068160015b6020020151826008612baa565b610120820152612c17816002612bf9565b610140820152612c28816003612bf9565b610160820152612c39816004612bf9565b610180820152612c538160015b602002015182600c612baa565b6101a0820152612c64816002612c46565b6101c0820152612c75816003612c46565b6101e082015292915050565b5f610a62836002840384612e6e565b5f80808080805b6080811015612d98578115612ccb57612cb1848484612e8f565b91955093509150612cc3848484612e8f565b919550935091505b600c60fc89901c1660fe88901c17898160108110612ceb57612ceb61390e565b60200201516040015115612d8457825f03612d5a57898160108110612d1257612d1261390e565b6020020151518a8260108110612d2a57612d2a61390e565b6020020151602001518b8360108110612d4557612d4561390e565b60200201516040015191965094509250612d84565b612d7c8a8260108110612d6f57612d6f61390e565b6020020151868686612f27565b919650945092505b50600297881b979690961b95600101612c97565b50612da4838383613068565b945094505050505b935093915050565b612dd560405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612dee855f015186602001518760400151612e8f565b6040805160608101825293845260208401929092529082015295945050505050565b612e3160405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612e4b86865f015187602001518860400151612f27565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f612e7c8686866130bb565b91509150816122f4576122f4601261310d565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f0908935081158415168015612f8d5760018114612fd357613057565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c880986099750613057565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f0361307b57505f905080612dac565b6ffffffffeffffffffffffffffffffffff60601b195f61309b8583612c81565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f036130ce57505f905080612dac565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b6040518061020001604052806010905b61314f60405180606001604052805f81526020015f81526020015f81525090565b81526020019060019003908161312e5790505090565b80356001600160401b038116811461317b575f5ffd5b919050565b5f60208284031215613190575f5ffd5b610a6282613165565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f610a626020830184613199565b5f5f83601f8401126131e9575f5ffd5b5081356001600160401b038111156131ff575f5ffd5b6020830191508360208260051b8501011115613219575f5ffd5b9250929050565b5f5f5f5f5f60608688031215613234575f5ffd5b61323d86613165565b945060208601356001600160401b03811115613257575f5ffd5b613263888289016131d9565b90955093505060408601356001600160401b03811115613281575f5ffd5b8601601f81018813613291575f5ffd5b80356001600160401b038111156132a6575f5ffd5b8860208260061b84010111156132ba575f5ffd5b959894975092955050506020019190565b5f5f604083850312156132dc575f5ffd5b50508035926020909101359150565b634e487b7160e01b5f52602160045260245ffd5b6005811061330f5761330f6132eb565b9052565b80518252602081015160208301525f604082015161333c60408501826001600160a01b03169052565b50606082015161335760608501826001600160401b03169052565b50608082015161336a60808501826132ff565b5060a082015161338560a08501826001600160401b03169052565b5060c08201516133a060c08501826001600160401b03169052565b5060e082015161012060e08501526133bc610120850182613199565b90506101008301518482036101008601526122f48282613199565b60a080825286519082018190525f90602088019060c0840190835b818110156134105783518352602093840193909201916001016133f2565b50508381036020850152809150875180825260208201925060208160051b83010160208a015f5b8381101561346957601f19858403018652613453838351613313565b6020968701969093509190910190600101613437565b5050604086018990526001600160401b0388166060870152935061348c92505050565b6001600160401b03831660808301529695505050505050565b6001600160a01b038116811461243e575f5ffd5b5f5f604083850312156134ca575f5ffd5b8235915060208301356134dc816134a5565b809150509250929050565b5f5f83601f8401126134f7575f5ffd5b5081356001600160401b0381111561350d575f5ffd5b602083019150836020828501011115613219575f5ffd5b5f5f5f5f5f60608688031215613538575f5ffd5b8535945060208601356001600160401b03811115613554575f5ffd5b613560888289016134e7565b90955093505060408601356001600160401b0381111561357e575f5ffd5b61358a888289016134e7565b969995985093965092949392505050565b5f5f602083850312156135ac575f5ffd5b82356001600160401b038111156135c1575f5ffd5b6135cd858286016131d9565b90969095509350505050565b5f602082840312156135e9575f5ffd5b8135610a62816134a5565b5f60608284031215611983575f5ffd5b5f60c08284031215611983575f5ffd5b5f60408284031215611983575f5ffd5b5f5f5f5f5f5f5f610180888a03121561363b575f5ffd5b873596506020880135955061365260408901613165565b94506136618960608a016135f4565b93506136708960c08a016135f4565b92506101208801356001600160401b0381111561368b575f5ffd5b6136978a828b01613604565b9250506136a8896101408a01613614565b905092959891949750929550565b5f602082840312156136c6575f5ffd5b5035919050565b602081525f610a626020830184613313565b5f5f5f5f5f5f5f5f610140898b0312156136f7575f5ffd5b883597506137088a60208b016135f4565b965060808901356001600160401b03811115613722575f5ffd5b61372e8b828c016134e7565b909750955061374290508a60a08b01613614565b935060e08901356001600160401b0381111561375c575f5ffd5b6137688b828c016134e7565b909450925061377d90508a6101008b01613614565b90509295985092959890939650565b5f5f5f5f5f61012086880312156137a1575f5ffd5b85359450602086013593506137b860408701613165565b92506137c787606088016135f4565b91506137d68760c088016135f4565b90509295509295909350565b5f5f5f5f5f5f5f610120888a0312156137f9575f5ffd5b873596506020880135955061381060408901613165565b945060608801356001600160401b0381111561382a575f5ffd5b6138368a828b01613604565b9450506138468960808a01613614565b925060c08801356001600160401b03811115613860575f5ffd5b61386c8a828b01613604565b9250506136a88960e08a01613614565b5f82518060208501845e5f920191825250919050565b5f602082840312156138a2575f5ffd5b5051919050565b600181811c908216806138bd57607f821691505b60208210810361198357634e487b7160e01b5f52602260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b6001600160401b0381811683821601908111156105d9576105d96138db565b634e487b7160e01b5f52603260045260245ffd5b818103818111156105d9576105d96138db565b602081016105d982846132ff565b634e487b7160e01b5f52604160045260245ffd5b808201808211156105d9576105d96138db565b601f821115610f675782821115610f6757805f5260205f20601f840160051c602085101561399557505f5b90810190601f840160051c035f5b818110156117ab575f838201556001016139a3565b6001600160401b038311156139cf576139cf613943565b6139e3836139dd83546138a9565b8361396a565b5f601f841160018114613a14575f85156139fd5750838201355b5f19600387901b1c1916600186901b1783556111b3565b5f83815260208120601f198716915b82811015613a435786850135825560209485019460019092019101613a23565b5086821015613a5f575f1960f88860031b161c19848701351681555b505060018560011b0183555050505050565b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b6001600160401b0386168152606060208201525f613abb606083018688613a71565b82810360408401526124b6818587613a71565b80820281158282048414176105d9576105d96138db565b5f823560be19833603018112613af9575f5ffd5b9190910192915050565b6001600160401b0382811682821603908111156105d9576105d96138db565b634e487b7160e01b5f52601260045260245ffd5b5f82613b4457613b44613b22565b500490565b5f6001600160401b0382166001600160401b038103613b6a57613b6a6138db565b60010192915050565b5f5f8335601e19843603018112613b88575f5ffd5b8301803591506001600160401b03821115613ba1575f5ffd5b602001915036819003821315613219575f5ffd5b5f63ffffffff821663ffffffff8103613b6a57613b6a6138db565b6001600160401b038816815286602082015285604082015260a060608201525f613bfe60a083018688613a71565b8281036080840152613c11818587613a71565b9a9950505050505050505050565b5f60208284031215613c2f575f5ffd5b813561ffff81168114610a62575f5ffd5b5f5f8335601e19843603018112613c55575f5ffd5b8301803591506001600160401b03821115613c6e575f5ffd5b6020019150600581901b3603821315613219575f5ffd5b6001600160401b03841681526060810160048410613ca557613ca56132eb565b602082019390935260400152919050565b5f5f85851115613cc4575f5ffd5b83861115613cd0575f5ffd5b5050820193919092039150565b80356001600160d81b03198116906005841015613d0c576001600160d81b0319808560050360031b1b82161691505b5092915050565b818382375f9101908152919050565b7f7061726c65792f31207365616c2073746174656d656e7400000000000000000081528660188201528560388201526001600160c01b03198560c01b166058820152836060820152818360808301375f910160800190815295945050505050565b5f63ffffffff821680613d9857613d986138db565b5f190192915050565b5f60018201613db257613db26138db565b5060010190565b5f82613dc757613dc7613b22565b50069056fea164736f6c6343000825000a'
