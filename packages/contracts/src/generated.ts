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
    name: 'membersVersion',
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
  '0x60e060405234801561000f575f5ffd5b506040516141fb3803806141fb83398101604081905261002e9161011e565b83518015801590610040575060408111155b801561004e57505f8460ff16115b801561005e5750601f8460ff1611155b801561006b575060048310155b801561007f57505f826001600160401b0316115b8015610098575063ffffffff6001600160401b03831611155b6100b557604051630309cb8760e51b815260040160405180910390fd5b5f6100c08682610288565b505060ff90921660c0526080526001600160401b031660a05250610346565b634e487b7160e01b5f52604160045260245ffd5b805160ff81168114610103575f5ffd5b919050565b80516001600160401b0381168114610103575f5ffd5b5f5f5f5f60808587031215610131575f5ffd5b84516001600160401b03811115610146575f5ffd5b8501601f81018713610156575f5ffd5b80516001600160401b0381111561016f5761016f6100df565b604051601f8201601f19908116603f011681016001600160401b038111828210171561019d5761019d6100df565b6040528181528282016020018910156101b4575f5ffd5b8160208401602083015e5f602083830101528096505050506101d8602086016100f3565b604086015190935091506101ee60608601610108565b905092959194509250565b600181811c9082168061020d57607f821691505b60208210810361022b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610283578282111561028357805f5260205f20601f840160051c602085101561025c57505f5b90810190601f840160051c035f5b8181101561027f575f8382015560010161026a565b5050505b505050565b81516001600160401b038111156102a1576102a16100df565b6102b5816102af84546101f9565b84610231565b6020601f8211600181146102e7575f83156102d05750848201515b5f19600385901b1c1916600184901b17845561033f565b5f84815260208120601f198516915b8281101561031657878501518255602094850194600190920191016102f6565b508482101561033357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b60805160a05160c051613e4c6103af5f395f818161035c015281816118c301526118ed01525f81816102c001528181610793015261170201525f81816103df01528181610f98015281816110c4015281816110f00152818161220a01526122860152613e4c5ff3fe608060405260043610610198575f3560e01c806354fd4d50116100dc57806395348d3611610087578063ade93e8a11610062578063ade93e8a146104df578063ce248a2b146104fe578063e8b2c2431461051d578063e96421f814610531575f5ffd5b806395348d361461047b578063a04d2a031461049a578063a6cda64d146104b9575f5ffd5b80638db849e0116100b75780638db849e01461042d5780638f775839146104415780639025e64c14610467575f5ffd5b806354fd4d50146103af57806364c9ec6f146103ce5780637c97e6ec14610401575f5ffd5b80631b258d50116101475780633093535b116101225780633093535b1461031957806337fde68a1461032c5780633bc274a41461034b5780634f4288a414610390575f5ffd5b80631b258d501461029057806328388630146102af578063305d6617146102fa575f5ffd5b806308180945116101775780630818094514610220578063111716241461024157806316dbf7db14610260575f5ffd5b8062bd45bf1461019c57806302fb0c5e146101ce57806306fdde03146101ff575b5f5ffd5b3480156101a7575f5ffd5b506101bb6101b63660046131f3565b610557565b6040519081526020015b60405180910390f35b3480156101d9575f5ffd5b506002546101ea9063ffffffff1681565b60405163ffffffff90911681526020016101c5565b34801561020a575f5ffd5b50610213610609565b6040516101c5919061323a565b34801561022b575f5ffd5b5061023f61023a366004613293565b610694565b005b34801561024c575f5ffd5b506101bb61025b36600461333e565b6109f9565b34801561026b575f5ffd5b5061027f61027a36600461333e565b610abe565b6040516101c595949392919061344a565b34801561029b575f5ffd5b5061023f6102aa36600461352c565b610e65565b3480156102ba575f5ffd5b506102e27f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160401b0390911681526020016101c5565b348015610305575f5ffd5b5061023f610314366004613597565b610fc1565b61023f61032736600461360e565b61109f565b348015610337575f5ffd5b506101bb61034636600461364c565b61122a565b348015610356575f5ffd5b5061037e7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff90911681526020016101c5565b34801561039b575f5ffd5b5061023f6103aa366004613697565b61128a565b3480156103ba575f5ffd5b506001546102e2906001600160401b031681565b3480156103d9575f5ffd5b506101bb7f000000000000000000000000000000000000000000000000000000000000000081565b34801561040c575f5ffd5b5061042061041b366004613729565b611344565b6040516101c59190613740565b348015610438575f5ffd5b506101bb600481565b34801561044c575f5ffd5b506001546102e290600160401b90046001600160401b031681565b348015610472575f5ffd5b506101bb611569565b348015610486575f5ffd5b5061023f610495366004613752565b611622565b3480156104a5575f5ffd5b5061023f6104b4366004613729565b61169e565b3480156104c4575f5ffd5b506001546102e290600160c01b90046001600160401b031681565b3480156104ea575f5ffd5b5061023f6104f93660046137ff565b6117c9565b348015610509575f5ffd5b5061023f610518366004613855565b611825565b348015610528575f5ffd5b506101bb6118a7565b34801561053c575f5ffd5b506001546102e290600160801b90046001600160401b031681565b5f6002610562611569565b6040517f7061726c65792f3120636f6e6669726d6174696f6e0000000000000000000000602082015260368101919091526001600160c01b031960c085901b166056820152605e015b60408051601f19818403018152908290526105c5916138ef565b602060405180830381855afa1580156105e0573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906106039190613905565b92915050565b5f80546106159061391c565b80601f01602080910402602001604051908101604052809291908181526020018280546106419061391c565b801561068c5780601f106106635761010080835404028352916020019161068c565b820191905f5260205f20905b81548152906001019060200180831161066f57829003601f168201915b505050505081565b6001546001600160401b0380821691600160801b90048116908716108015906106cf5750806001600160401b0316866001600160401b031611155b8190610718576040517f82e71e1f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024015b60405180910390fd5b506001546001600160401b03808316600160401b9092041603610767576040517f560ff90000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b838281146107885760405163a220f37f60e01b815260040160405180910390fd5b6001545f906107c8907f000000000000000000000000000000000000000000000000000000000000000090600160c01b90046001600160401b0316613962565b90505f6107d36118a7565b90505f811180156107e45750808310155b806107f85750816001600160401b03164210155b81839091610844576040517f723b1f2000000000000000000000000000000000000000000000000000000000815260048101929092526001600160401b0316602482015260440161070f565b50505f6108508a610557565b90505f5b84811015610983578015806108a4575089898281811061087657610876613981565b905060200201358a8a60018461088c9190613995565b81811061089b5761089b613981565b90506020020135105b6108c15760405163a220f37f60e01b815260040160405180910390fd5b5f60035f8c8c858181106108d7576108d7613981565b9050602002013581526020019081526020015f209050600160048111156109005761090061335e565b6002820154600160e01b900460ff1660048111156109205761092061335e565b6002830154600160e01b900460ff16911461094f57604051630d64047360e21b815260040161070f91906139a8565b5061097a815f01548260010154858c8c8781811061096f5761096f613981565b905060400201611940565b50600101610854565b50600180546fffffffffffffffff00000000000000001916600160401b6001600160401b0388169081029190911790915560408051918252602082018690527f947ae4e77247d7ff81e61bef1a34d9b9442181a87dfa05f8a5dd5acf88bc4b73910160405180910390a150505050505050505050565b6040517f7061726c65792f31206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f1981840301815290829052610a79916138ef565b602060405180830381855afa158015610a94573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610ab79190613905565b9392505050565b60045460609081905f8080838810610ad65783610ad8565b875b90505f610ae58286613995565b8810610afa57610af58286613995565b610afc565b875b9050806001600160401b03811115610b1657610b166139b6565b604051908082528060200260200182016040528015610b3f578160200160208202803683370190505b509650806001600160401b03811115610b5a57610b5a6139b6565b604051908082528060200260200182016040528015610bd757816020015b610bc460408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b815260200190600190039081610b785790505b5095505f5b81811015610e3d576004610bf082856139ca565b81548110610c0057610c00613981565b905f5260205f200154888281518110610c1b57610c1b613981565b60200260200101818152505060035f898381518110610c3c57610c3c613981565b60209081029190910181015182528181019290925260409081015f208151610120810183528154815260018201549381019390935260028101546001600160a01b03811692840192909252600160a01b82046001600160401b03166060840152906080830190600160e01b900460ff166004811115610cbd57610cbd61335e565b6004811115610cce57610cce61335e565b815260038201546001600160401b038082166020840152600160401b909104166040820152600482018054606090920191610d089061391c565b80601f0160208091040260200160405190810160405280929190818152602001828054610d349061391c565b8015610d7f5780601f10610d5657610100808354040283529160200191610d7f565b820191905f5260205f20905b815481529060010190602001808311610d6257829003601f168201915b50505050508152602001600582018054610d989061391c565b80601f0160208091040260200160405190810160405280929190818152602001828054610dc49061391c565b8015610e0f5780601f10610de657610100808354040283529160200191610e0f565b820191905f5260205f20905b815481529060010190602001808311610df257829003601f168201915b505050505081525050878281518110610e2a57610e2a613981565b6020908102919091010152600101610bdc565b50506001549598949750929550506001600160401b0380851694600160401b90041692915050565b5f610e6f8361198e565b9050600280820154600160e01b900460ff166004811115610e9257610e9261335e565b6002830154600160e01b900460ff169114610ec157604051630d64047360e21b815260040161070f91906139a8565b506002810154600160a01b90046001600160401b031642811115610f1d576040517fd606d83f0000000000000000000000000000000000000000000000000000000081526001600160401b03909116600482015260240161070f565b5060028101805468ffffffffffffffffff60a01b19167c03000000000000000000000000000000000000000000000000000000001790556040516001600160a01b038316815283907f35d6c9e4f36bf5b973eaff77f71b0476ae488f309f23417ebc67361d41ad996e9060200160405180910390a2610fbc827f00000000000000000000000000000000000000000000000000000000000000006119f4565b505050565b5f610fcb8661198e565b9050610fd78585611a9d565b610fe18383611a9d565b60048101610ff0858783613a2b565b5060058101611000838583613a2b565b50600154600160401b81046001600160401b039081169116145f611022611baa565b9050811561105557600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b877f9114e3141e15dbbddd23e5a953f9e6a2134405b62921f1720b3987324cfb5f20828989898960405161108d959493929190613b0c565b60405180910390a25050505050505050565b80806110be5760405163a220f37f60e01b815260040160405180910390fd5b6110e8817f0000000000000000000000000000000000000000000000000000000000000000613b41565b3414611114827f0000000000000000000000000000000000000000000000000000000000000000613b41565b9061114e576040517ff17d47af00000000000000000000000000000000000000000000000000000000815260040161070f91815260200190565b50600454155f61115c611baa565b90505f5b8381101561119d5761119586868381811061117d5761117d613981565b905060200281019061118f9190613b58565b83611bed565b600101611160565b50600180546fffffffffffffffffffffffffffffffff81166001600160401b03918216600160801b0277ffffffffffffffffffffffffffffffffffffffffffffffff1617600160c01b429290921691909102179055811561122357600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b5050505050565b6040517f7061726c65792f31206e6f646520726567697374726174696f6e000000000000602082015246603b8201526bffffffffffffffffffffffff1930606090811b8216605b84015283901b16606f8201525f906002906083016105ab565b5f61129488611e2b565b90505f866001600160401b03161180156112ca575083356112c786356112bd60208701876131f3565b8660200135611eb2565b14155b6112e757604051633a09092760e11b815260040160405180910390fd5b6112fe8882896112f860018b613b76565b89611f65565b61130b8882898988611f65565b5f61131889898987611f8b565b905061132d825f015483600101548386611940565b61133989836003612197565b505050505050505050565b61139060408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b5f828152600360209081526040918290208251610120810184528154815260018201549281019290925260028101546001600160a01b03811693830193909352600160a01b83046001600160401b0316606083015290916080830190600160e01b900460ff1660048111156114075761140761335e565b60048111156114185761141861335e565b815260038201546001600160401b038082166020840152600160401b9091041660408201526004820180546060909201916114529061391c565b80601f016020809104026020016040519081016040528092919081815260200182805461147e9061391c565b80156114c95780601f106114a0576101008083540402835291602001916114c9565b820191905f5260205f20905b8154815290600101906020018083116114ac57829003601f168201915b505050505081526020016005820180546114e29061391c565b80601f016020809104026020016040519081016040528092919081815260200182805461150e9061391c565b80156115595780601f1061153057610100808354040283529160200191611559565b820191905f5260205f20905b81548152906001019060200180831161153c57829003601f168201915b5050505050815250509050919050565b6040517f7061726c65792f3120636861696e206e6574776f726b2069640000000000000060208201526001600160c01b03194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f19818403018152908290526115df916138ef565b602060405180830381855afa1580156115fa573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061161d9190613905565b905090565b5f61162c89611e2b565b905061163a878786866122b9565b61165757604051633a09092760e11b815260040160405180910390fd5b611675815f0154826001015461166f8c8c8c8c612361565b88611940565b611693815f0154826001015461168d8c8c8989612361565b85611940565b61133989825f612197565b5f6116a88261198e565b905060016002820154600160e01b900460ff1660048111156116cc576116cc61335e565b6002830154600160e01b900460ff1691146116fb57604051630d64047360e21b815260040161070f91906139a8565b505f6117277f000000000000000000000000000000000000000000000000000000000000000042613962565b6002830180546001600160401b038316600160a01b0268ffffffffffffffffff60a01b19909116177c0200000000000000000000000000000000000000000000000000000000179055905061177b826123eb565b600154604080516001600160401b039283168152918316602083015284917fdeeda9c4096e227c01296090d1d2e799c31f859755e00ae7be0badf128d0749a910160405180910390a2505050565b5f6117d386611e2b565b905081358335036117f757604051633a09092760e11b815260040160405180910390fd5b6118048682878787611f65565b6118118682878786611f65565b61181d86826002612197565b505050505050565b5f61182f88611e2b565b905061183b85846124b4565b61185857604051633a09092760e11b815260040160405180910390fd5b5f61186589898989611f8b565b905061187a825f015483600101548388611940565b61188689898987611f8b565b905061189b825f015483600101548386611940565b61133989836001612197565b6002545f9063ffffffff168082036118c0575f91505090565b5f7f000000000000000000000000000000000000000000000000000000000000000060ff168210611914577f000000000000000000000000000000000000000000000000000000000000000060ff16611916565b815b90506003611925600183613995565b61192f9190613ba9565b6119399083613995565b9250505090565b611952828235602084013587876124fc565b611988576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b50505050565b5f61199882611e2b565b60028101549091506001600160a01b03163381146119ee576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b03909116600482015260240161070f565b50919050565b80471015611a37576040517fcf4791810000000000000000000000000000000000000000000000000000000081524760048201526024810182905260440161070f565b611a50828260405180602001604052805f815250612535565b15611a59575050565b3d15611a6b57611a6761254a565b5050565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b8181808015801590611ab157506101008111155b611ace5760405163e6c4247b60e01b815260040160405180910390fd5b5f5b8181101561181d575f848483818110611aeb57611aeb613981565b909101357fff00000000000000000000000000000000000000000000000000000000000000169150507f200000000000000000000000000000000000000000000000000000000000000081118015611b8457507f7f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008216105b611ba15760405163e6c4247b60e01b815260040160405180910390fd5b50600101611ad0565b600180545f91908290611bc5906001600160401b0316613bbc565b91906101000a8154816001600160401b0302191690836001600160401b031602179055905090565b81356020830135611c09611c046040860186613be6565b611a9d565b611c19611c046060860186613be6565b5f611c2483836109f9565b5f8181526003602052604081209192506002820154600160e01b900460ff166004811115611c5457611c5461335e565b6002830154600160e01b900460ff169114611c8357604051630d64047360e21b815260040161070f91906139a8565b50611c9b8484611c923361122a565b89608001611940565b83815560018101839055600281018054337fffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffff167fffffff00ffffffffffffffff000000000000000000000000000000000000000090911617600160e01b17905560038101805467ffffffffffffffff19166001600160401b038716179055611d266040870187613be6565b6004830191611d36919083613a2b565b50611d446060870187613be6565b6005830191611d54919083613a2b565b50600480546001810182555f9182527f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b0183905560028054909190611d9e9063ffffffff16613c28565b91906101000a81548163ffffffff021916908363ffffffff160217905550336001600160a01b0316827fef104a17286b7f28c2b74f494040cff7e354187dc459136ffe09c7f58bd270648787878b8060400190611dfb9190613be6565b611e0860608f018f613be6565b604051611e1b9796959493929190613c43565b60405180910390a3505050505050565b5f81815260036020526040902060016002820154600160e01b900460ff166004811115611e5a57611e5a61335e565b1480611e845750600280820154600160e01b900460ff166004811115611e8257611e8261335e565b145b6002820154600160e01b900460ff16906119ee57604051630d64047360e21b815260040161070f91906139a8565b6040517f7061726c65792f31206c6f67206c696e6b0000000000000000000000000000006020820152603281018490526001600160c01b031960c084901b166052820152605a81018290525f90600290607a0160408051601f1981840301815290829052611f1f916138ef565b602060405180830381855afa158015611f3a573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611f5d9190613905565b949350505050565b5f611f738685858535612555565b905061181d855f015486600101548385602001611940565b5f8060028686611f9e60208701876131f3565b602087013588611fb460608a0160408b016131f3565b6040517f7061726c65792f312072656365697074206c65616600000000000000000000006020820152603681019690965260568601949094526001600160c01b031960c093841b81166076870152607e860192909252821b8116609e85015291901b1660a682015260ae0160408051601f1981840301815290829052612039916138ef565b602060405180830381855afa158015612054573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906120779190613905565b90505f6120b88261208e6080870160608801613c92565b61ffff166120a260a0880160808901613c92565b61ffff166120b360a0890189613cb3565b6125b4565b905060026120cc60a0860160808701613c92565b826040516020016121349291907f7061726c65792f31207265636569707473000000000000000000000000000000815260f09290921b7fffff000000000000000000000000000000000000000000000000000000000000166012830152601482015260340190565b60408051601f198184030181529082905261214e916138ef565b602060405180830381855afa158015612169573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061218c9190613905565b979650505050505050565b5f60016002840154600160e01b900460ff1660048111156121ba576121ba61335e565b60028501805468ffffffffffffffffff60a01b19167c0400000000000000000000000000000000000000000000000000000000179055149050801561220257612202836123eb565b5f61222e60047f0000000000000000000000000000000000000000000000000000000000000000613ba9565b600154604051919250339187917f2df4c16a4abac4b9a45f2f3fcc24fe42c04c40a1ef06303085c2c7e57d2b654b91612274916001600160401b03169088908790613cf8565b60405180910390a36122af5f6122aa837f0000000000000000000000000000000000000000000000000000000000000000613995565b6119f4565b61122333826119f4565b5f6122c485856126a0565b80156122d557506122d583836126a0565b801561231e57506122e960055f8486613d29565b6122f291613d50565b6001600160d81b03191661230960055f8789613d29565b61231291613d50565b6001600160d81b031916145b801561235857508282604051612335929190613d86565b6040518091039020858560405161234d929190613d86565b604051809103902014155b95945050505050565b5f600285853561237760408801602089016131f3565b8760400135878760405160200161239396959493929190613d95565b60408051601f19818403018152908290526123ad916138ef565b602060405180830381855afa1580156123c8573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906123589190613905565b6123f3611baa565b6003820180546001600160401b0392909216600160401b026fffffffffffffffff000000000000000019909216919091179055600280545f9061243b9063ffffffff16613df6565b825463ffffffff9182166101009390930a9283029190920219909116179055600180546fffffffffffffffffffffffffffffffff81166001600160401b03918216600160801b0277ffffffffffffffffffffffffffffffffffffffffffffffff1617600160c01b42929092169190910217905550565b50565b5f81602001358360200135141580610ab757506124d460208301836131f3565b6001600160401b03166124ea60208501856131f3565b6001600160401b031614159392505050565b5f5f5f61250c8888888888612756565b9150915080612527576125228888888888612831565b612529565b815b98975050505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517f7061726c65792f31206c6f672068656164000000000000000000000000000000602082015260328101859052605281018490526001600160c01b031960c084901b166072820152607a81018290525f90600290609a01612393565b5f8385106125d5576040516320db826760e01b815260040160405180910390fd5b5f845b6001811115612674578087600118101561265b5783821061260c576040516320db826760e01b815260040160405180910390fd5b5f85858461261981613e14565b955081811061262a5761262a613981565b9050602002013590508760011660011461264d57612648898261292d565b612657565b612657818a61292d565b9850505b600196871c9661266b82826139ca565b901c90506125d8565b50808314612695576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f60058210156126b157505f610603565b5f83835f8181106126c4576126c4613981565b919091013560f81c91505060018114806126e1575060ff81166002145b156126fd576126f2602860056139ca565b831491506106039050565b60ff8116600314612711575f915050610603565b5f61272a85856005612725602860046139ca565b612971565b90505f19810361273e575f92505050610603565b8361274c8682846028612971565b1495945050505050565b5f5f61276286866129de565b158061277557506127738484612a48565b155b1561278557505f90506001612827565b6127928787878787612ac1565b156127a257506001905080612827565b6128117fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b612ac1565b1561282157505f90506001612827565b505f9050805b9550959350505050565b5f61283c85856129de565b158061284f575061284d8383612a48565b155b1561285b57505f612358565b5f6128668484612b01565b90505f612893867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551612cf4565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f6128ef858484612d03565b5090508961291d7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183613e2c565b149b9a5050505050505050505050565b6040517f7061726c65792f312072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f90600290607601610a5f565b5f83831061298157505f19611f5d565b5f85858581811061299457612994613981565b919091013560f81c91505060018111156129b2575f19915050611f5d565b6129bf8360ff8316613b41565b6129ca8560016139ca565b6129d491906139ca565b9695505050505050565b5f8215801590612a0d57507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b8015612a1857508115155b8015610ab75750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa612af457fe5b50505f5195945050505050565b612b09613191565b60405180606001604052805f81526020015f81526020015f815250815f60108110612b3657612b36613981565b60200201819052506040518060600160405280848152602001838152602001600181525081600160108110612b6d57612b6d613981565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f58152602001600181525081600460108110612be457612be4613981565b6020020152612bfa8160015b6020020151612e27565b6040820152612c0a816004612bf0565b6101008201526020810151612c27908260025b6020020151612e83565b6060820152612c408160015b6020020151826004612c1d565b60a0820152612c50816002612c33565b60c0820152612c60816003612c33565b60e0820152612c798160015b6020020151826008612c1d565b610120820152612c8a816002612c6c565b610140820152612c9b816003612c6c565b610160820152612cac816004612c6c565b610180820152612cc68160015b602002015182600c612c1d565b6101a0820152612cd7816002612cb9565b6101c0820152612ce8816003612cb9565b6101e082015292915050565b5f610ab7836002840384612ee1565b5f80808080805b6080811015612e0b578115612d3e57612d24848484612f02565b91955093509150612d36848484612f02565b919550935091505b600c60fc89901c1660fe88901c17898160108110612d5e57612d5e613981565b60200201516040015115612df757825f03612dcd57898160108110612d8557612d85613981565b6020020151518a8260108110612d9d57612d9d613981565b6020020151602001518b8360108110612db857612db8613981565b60200201516040015191965094509250612df7565b612def8a8260108110612de257612de2613981565b6020020151868686612f9a565b919650945092505b50600297881b979690961b95600101612d0a565b50612e178383836130db565b945094505050505b935093915050565b612e4860405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612e61855f015186602001518760400151612f02565b6040805160608101825293845260208401929092529082015295945050505050565b612ea460405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612ebe86865f015187602001518860400151612f9a565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f612eef86868661312e565b9150915081612358576123586012613180565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f09089350811584151680156130005760018114613046576130ca565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c8809860997506130ca565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f036130ee57505f905080612e1f565b6ffffffffeffffffffffffffffffffffff60601b195f61310e8583612cf4565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f0361314157505f905080612e1f565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b6040518061020001604052806010905b6131c260405180606001604052805f81526020015f81526020015f81525090565b8152602001906001900390816131a15790505090565b80356001600160401b03811681146131ee575f5ffd5b919050565b5f60208284031215613203575f5ffd5b610ab7826131d8565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f610ab7602083018461320c565b5f5f83601f84011261325c575f5ffd5b5081356001600160401b03811115613272575f5ffd5b6020830191508360208260051b850101111561328c575f5ffd5b9250929050565b5f5f5f5f5f606086880312156132a7575f5ffd5b6132b0866131d8565b945060208601356001600160401b038111156132ca575f5ffd5b6132d68882890161324c565b90955093505060408601356001600160401b038111156132f4575f5ffd5b8601601f81018813613304575f5ffd5b80356001600160401b03811115613319575f5ffd5b8860208260061b840101111561332d575f5ffd5b959894975092955050506020019190565b5f5f6040838503121561334f575f5ffd5b50508035926020909101359150565b634e487b7160e01b5f52602160045260245ffd5b600581106133825761338261335e565b9052565b80518252602081015160208301525f60408201516133af60408501826001600160a01b03169052565b5060608201516133ca60608501826001600160401b03169052565b5060808201516133dd6080850182613372565b5060a08201516133f860a08501826001600160401b03169052565b5060c082015161341360c08501826001600160401b03169052565b5060e082015161012060e085015261342f61012085018261320c565b9050610100830151848203610100860152612358828261320c565b60a080825286519082018190525f90602088019060c0840190835b81811015613483578351835260209384019390920191600101613465565b50508381036020850152809150875180825260208201925060208160051b83010160208a015f5b838110156134dc57601f198584030186526134c6838351613386565b60209687019690935091909101906001016134aa565b5050604086018990526001600160401b038816606087015293506134ff92505050565b6001600160401b03831660808301529695505050505050565b6001600160a01b03811681146124b1575f5ffd5b5f5f6040838503121561353d575f5ffd5b82359150602083013561354f81613518565b809150509250929050565b5f5f83601f84011261356a575f5ffd5b5081356001600160401b03811115613580575f5ffd5b60208301915083602082850101111561328c575f5ffd5b5f5f5f5f5f606086880312156135ab575f5ffd5b8535945060208601356001600160401b038111156135c7575f5ffd5b6135d38882890161355a565b90955093505060408601356001600160401b038111156135f1575f5ffd5b6135fd8882890161355a565b969995985093965092949392505050565b5f5f6020838503121561361f575f5ffd5b82356001600160401b03811115613634575f5ffd5b6136408582860161324c565b90969095509350505050565b5f6020828403121561365c575f5ffd5b8135610ab781613518565b5f606082840312156119ee575f5ffd5b5f60c082840312156119ee575f5ffd5b5f604082840312156119ee575f5ffd5b5f5f5f5f5f5f5f610180888a0312156136ae575f5ffd5b87359650602088013595506136c5604089016131d8565b94506136d48960608a01613667565b93506136e38960c08a01613667565b92506101208801356001600160401b038111156136fe575f5ffd5b61370a8a828b01613677565b92505061371b896101408a01613687565b905092959891949750929550565b5f60208284031215613739575f5ffd5b5035919050565b602081525f610ab76020830184613386565b5f5f5f5f5f5f5f5f610140898b03121561376a575f5ffd5b8835975061377b8a60208b01613667565b965060808901356001600160401b03811115613795575f5ffd5b6137a18b828c0161355a565b90975095506137b590508a60a08b01613687565b935060e08901356001600160401b038111156137cf575f5ffd5b6137db8b828c0161355a565b90945092506137f090508a6101008b01613687565b90509295985092959890939650565b5f5f5f5f5f6101208688031215613814575f5ffd5b853594506020860135935061382b604087016131d8565b925061383a8760608801613667565b91506138498760c08801613667565b90509295509295909350565b5f5f5f5f5f5f5f610120888a03121561386c575f5ffd5b8735965060208801359550613883604089016131d8565b945060608801356001600160401b0381111561389d575f5ffd5b6138a98a828b01613677565b9450506138b98960808a01613687565b925060c08801356001600160401b038111156138d3575f5ffd5b6138df8a828b01613677565b92505061371b8960e08a01613687565b5f82518060208501845e5f920191825250919050565b5f60208284031215613915575f5ffd5b5051919050565b600181811c9082168061393057607f821691505b6020821081036119ee57634e487b7160e01b5f52602260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b6001600160401b0381811683821601908111156106035761060361394e565b634e487b7160e01b5f52603260045260245ffd5b818103818111156106035761060361394e565b602081016106038284613372565b634e487b7160e01b5f52604160045260245ffd5b808201808211156106035761060361394e565b601f821115610fbc5782821115610fbc57805f5260205f20601f840160051c6020851015613a0857505f5b90810190601f840160051c035f5b8181101561181d575f83820155600101613a16565b6001600160401b03831115613a4257613a426139b6565b613a5683613a50835461391c565b836139dd565b5f601f841160018114613a87575f8515613a705750838201355b5f19600387901b1c1916600186901b178355611223565b5f83815260208120601f198716915b82811015613ab65786850135825560209485019460019092019101613a96565b5086821015613ad2575f1960f88860031b161c19848701351681555b505060018560011b0183555050505050565b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b6001600160401b0386168152606060208201525f613b2e606083018688613ae4565b8281036040840152612529818587613ae4565b80820281158282048414176106035761060361394e565b5f823560be19833603018112613b6c575f5ffd5b9190910192915050565b6001600160401b0382811682821603908111156106035761060361394e565b634e487b7160e01b5f52601260045260245ffd5b5f82613bb757613bb7613b95565b500490565b5f6001600160401b0382166001600160401b038103613bdd57613bdd61394e565b60010192915050565b5f5f8335601e19843603018112613bfb575f5ffd5b8301803591506001600160401b03821115613c14575f5ffd5b60200191503681900382131561328c575f5ffd5b5f63ffffffff821663ffffffff8103613bdd57613bdd61394e565b6001600160401b038816815286602082015285604082015260a060608201525f613c7160a083018688613ae4565b8281036080840152613c84818587613ae4565b9a9950505050505050505050565b5f60208284031215613ca2575f5ffd5b813561ffff81168114610ab7575f5ffd5b5f5f8335601e19843603018112613cc8575f5ffd5b8301803591506001600160401b03821115613ce1575f5ffd5b6020019150600581901b360382131561328c575f5ffd5b6001600160401b03841681526060810160048410613d1857613d1861335e565b602082019390935260400152919050565b5f5f85851115613d37575f5ffd5b83861115613d43575f5ffd5b5050820193919092039150565b80356001600160d81b03198116906005841015613d7f576001600160d81b0319808560050360031b1b82161691505b5092915050565b818382375f9101908152919050565b7f7061726c65792f31207365616c2073746174656d656e7400000000000000000081528660188201528560388201526001600160c01b03198560c01b166058820152836060820152818360808301375f910160800190815295945050505050565b5f63ffffffff821680613e0b57613e0b61394e565b5f190192915050565b5f60018201613e2557613e2561394e565b5060010190565b5f82613e3a57613e3a613b95565b50069056fea164736f6c6343000825000a'
