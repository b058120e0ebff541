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
  '0x60e060405234801561000f575f5ffd5b5060405161450b38038061450b83398101604081905261002e9161011e565b83518015801590610040575060408111155b801561004e57505f8460ff16115b801561005e5750601f8460ff1611155b801561006b575060048310155b801561007f57505f826001600160401b0316115b8015610098575063ffffffff6001600160401b03831611155b6100b557604051630309cb8760e51b815260040160405180910390fd5b5f6100c08682610288565b505060ff90921660c0526080526001600160401b031660a05250610346565b634e487b7160e01b5f52604160045260245ffd5b805160ff81168114610103575f5ffd5b919050565b80516001600160401b0381168114610103575f5ffd5b5f5f5f5f60808587031215610131575f5ffd5b84516001600160401b03811115610146575f5ffd5b8501601f81018713610156575f5ffd5b80516001600160401b0381111561016f5761016f6100df565b604051601f8201601f19908116603f011681016001600160401b038111828210171561019d5761019d6100df565b6040528181528282016020018910156101b4575f5ffd5b8160208401602083015e5f602083830101528096505050506101d8602086016100f3565b604086015190935091506101ee60608601610108565b905092959194509250565b600181811c9082168061020d57607f821691505b60208210810361022b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610283578282111561028357805f5260205f20601f840160051c602085101561025c57505f5b90810190601f840160051c035f5b8181101561027f575f8382015560010161026a565b5050505b505050565b81516001600160401b038111156102a1576102a16100df565b6102b5816102af84546101f9565b84610231565b6020601f8211600181146102e7575f83156102d05750848201515b5f19600385901b1c1916600184901b17845561033f565b5f84815260208120601f198516915b8281101561031657878501518255602094850194600190920191016102f6565b508482101561033357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b60805160a05160c05161415c6103af5f395f818161037b0152818161197901526119a301525f81816102df01528181610793015261180801525f81816103fe015281816110cd015281816111f90152818161122501528181611cb40152611d30015261415c5ff3fe608060405260043610610198575f3560e01c8063456f49ef116100dc5780638f77583911610087578063a6cda64d11610062578063a6cda64d146104d8578063b9b286c7146104fe578063e8b2c2431461051d578063e96421f814610531575f5ffd5b80638f7758391461047f5780639025e64c146104a5578063a04d2a03146104b9575f5ffd5b80636d2883bf116100b75780636d2883bf146104205780637c97e6ec1461043f5780638db849e01461046b575f5ffd5b8063456f49ef146103af57806354fd4d50146103ce57806364c9ec6f146103ed575f5ffd5b80631a8948a011610147578063305d661711610122578063305d6617146103195780633093535b1461033857806337fde68a1461034b5780633bc274a41461036a575f5ffd5b80631a8948a0146102905780631b258d50146102af57806328388630146102ce575f5ffd5b806308180945116101775780630818094514610220578063111716241461024157806316dbf7db14610260575f5ffd5b8062bd45bf1461019c57806302fb0c5e146101ce57806306fdde03146101ff575b5f5ffd5b3480156101a7575f5ffd5b506101bb6101b6366004613510565b610557565b6040519081526020015b60405180910390f35b3480156101d9575f5ffd5b506002546101ea9063ffffffff1681565b60405163ffffffff90911681526020016101c5565b34801561020a575f5ffd5b50610213610609565b6040516101c59190613557565b34801561022b575f5ffd5b5061023f61023a3660046135b0565b610694565b005b34801561024c575f5ffd5b506101bb61025b36600461365b565b6109f9565b34801561026b575f5ffd5b5061027f61027a36600461365b565b610abe565b6040516101c5959493929190613767565b34801561029b575f5ffd5b5061023f6102aa366004613860565b610e65565b3480156102ba575f5ffd5b5061023f6102c9366004613924565b610f9a565b3480156102d9575f5ffd5b506103017f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160401b0390911681526020016101c5565b348015610324575f5ffd5b5061023f61033336600461398f565b6110f6565b61023f610346366004613a06565b6111d4565b348015610356575f5ffd5b506101bb610365366004613a44565b61135f565b348015610375575f5ffd5b5061039d7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff90911681526020016101c5565b3480156103ba575f5ffd5b5061023f6103c9366004613a5f565b6113bf565b3480156103d9575f5ffd5b50600154610301906001600160401b031681565b3480156103f8575f5ffd5b506101bb7f000000000000000000000000000000000000000000000000000000000000000081565b34801561042b575f5ffd5b5061023f61043a366004613b08565b611424565b34801561044a575f5ffd5b5061045e610459366004613ba7565b6114c6565b6040516101c59190613bbe565b348015610476575f5ffd5b506101bb600481565b34801561048a575f5ffd5b5060015461030190600160401b90046001600160401b031681565b3480156104b0575f5ffd5b506101bb6116eb565b3480156104c4575f5ffd5b5061023f6104d3366004613ba7565b6117a4565b3480156104e3575f5ffd5b5060015461030190600160c01b90046001600160401b031681565b348015610509575f5ffd5b5061023f610518366004613bd0565b6118cf565b348015610528575f5ffd5b506101bb61195d565b34801561053c575f5ffd5b5060015461030190600160801b90046001600160401b031681565b5f60026105626116eb565b6040517f7061726c65792f3320636f6e6669726d6174696f6e0000000000000000000000602082015260368101919091526001600160c01b031960c085901b166056820152605e015b60408051601f19818403018152908290526105c591613c2d565b602060405180830381855afa1580156105e0573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906106039190613c38565b92915050565b5f805461061590613c4f565b80601f016020809104026020016040519081016040528092919081815260200182805461064190613c4f565b801561068c5780601f106106635761010080835404028352916020019161068c565b820191905f5260205f20905b81548152906001019060200180831161066f57829003601f168201915b505050505081565b6001546001600160401b0380821691600160801b90048116908716108015906106cf5750806001600160401b0316866001600160401b031611155b8190610718576040517f82e71e1f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024015b60405180910390fd5b506001546001600160401b03808316600160401b9092041603610767576040517f560ff90000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b838281146107885760405163a220f37f60e01b815260040160405180910390fd5b6001545f906107c8907f000000000000000000000000000000000000000000000000000000000000000090600160c01b90046001600160401b0316613c95565b90505f6107d361195d565b90505f811180156107e45750808310155b806107f85750816001600160401b03164210155b81839091610844576040517f723b1f2000000000000000000000000000000000000000000000000000000000815260048101929092526001600160401b0316602482015260440161070f565b50505f6108508a610557565b90505f5b84811015610983578015806108a4575089898281811061087657610876613cb4565b905060200201358a8a60018461088c9190613cc8565b81811061089b5761089b613cb4565b90506020020135105b6108c15760405163a220f37f60e01b815260040160405180910390fd5b5f60035f8c8c858181106108d7576108d7613cb4565b9050602002013581526020019081526020015f209050600160048111156109005761090061367b565b6002820154600160e01b900460ff1660048111156109205761092061367b565b6002830154600160e01b900460ff16911461094f57604051630d64047360e21b815260040161070f9190613cdb565b5061097a815f01548260010154858c8c8781811061096f5761096f613cb4565b9050604002016119f6565b50600101610854565b50600180546fffffffffffffffff00000000000000001916600160401b6001600160401b0388169081029190911790915560408051918252602082018690527f947ae4e77247d7ff81e61bef1a34d9b9442181a87dfa05f8a5dd5acf88bc4b73910160405180910390a150505050505050505050565b6040517f7061726c65792f33206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f1981840301815290829052610a7991613c2d565b602060405180830381855afa158015610a94573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610ab79190613c38565b9392505050565b60045460609081905f8080838810610ad65783610ad8565b875b90505f610ae58286613cc8565b8810610afa57610af58286613cc8565b610afc565b875b9050806001600160401b03811115610b1657610b16613ce9565b604051908082528060200260200182016040528015610b3f578160200160208202803683370190505b509650806001600160401b03811115610b5a57610b5a613ce9565b604051908082528060200260200182016040528015610bd757816020015b610bc460408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b815260200190600190039081610b785790505b5095505f5b81811015610e3d576004610bf08285613cfd565b81548110610c0057610c00613cb4565b905f5260205f200154888281518110610c1b57610c1b613cb4565b60200260200101818152505060035f898381518110610c3c57610c3c613cb4565b60209081029190910181015182528181019290925260409081015f208151610120810183528154815260018201549381019390935260028101546001600160a01b03811692840192909252600160a01b82046001600160401b03166060840152906080830190600160e01b900460ff166004811115610cbd57610cbd61367b565b6004811115610cce57610cce61367b565b815260038201546001600160401b038082166020840152600160401b909104166040820152600482018054606090920191610d0890613c4f565b80601f0160208091040260200160405190810160405280929190818152602001828054610d3490613c4f565b8015610d7f5780601f10610d5657610100808354040283529160200191610d7f565b820191905f5260205f20905b815481529060010190602001808311610d6257829003601f168201915b50505050508152602001600582018054610d9890613c4f565b80601f0160208091040260200160405190810160405280929190818152602001828054610dc490613c4f565b8015610e0f5780601f10610de657610100808354040283529160200191610e0f565b820191905f5260205f20905b815481529060010190602001808311610df257829003601f168201915b505050505081525050878281518110610e2a57610e2a613cb4565b6020908102919091010152600101610bdc565b50506001549598949750929550506001600160401b0380851694600160401b90041692915050565b5f610e6f89611a2b565b9050610e7c868887611ab8565b8015610ea55750610e906020880188613510565b6001600160401b0316846001600160401b0316115b8015610ecf5750610eb96020870187613510565b6001600160401b0316846001600160401b031611155b8015610f405750610ee36020870187613510565b6001600160401b0316846001600160401b0316141580610f2d5750610f0b6020860186613510565b6001600160401b0316610f216020850185613510565b6001600160401b031614155b80610f4057508460200135836020013514155b610f5d57604051633a09092760e11b815260040160405180910390fd5b610f6989828a8a611be9565b610f7589828a89611be9565b610f8389828a878787611c09565b610f8f89826003611c41565b505050505050505050565b5f610fa483611d63565b9050600280820154600160e01b900460ff166004811115610fc757610fc761367b565b6002830154600160e01b900460ff169114610ff657604051630d64047360e21b815260040161070f9190613cdb565b506002810154600160a01b90046001600160401b031642811115611052576040517fd606d83f0000000000000000000000000000000000000000000000000000000081526001600160401b03909116600482015260240161070f565b5060028101805468ffffffffffffffffff60a01b19167c03000000000000000000000000000000000000000000000000000000001790556040516001600160a01b038316815283907f35d6c9e4f36bf5b973eaff77f71b0476ae488f309f23417ebc67361d41ad996e9060200160405180910390a26110f1827f0000000000000000000000000000000000000000000000000000000000000000611dc3565b505050565b5f61110086611d63565b905061110c8585611e6c565b6111168383611e6c565b60048101611125858783613d5e565b5060058101611135838583613d5e565b50600154600160401b81046001600160401b039081169116145f611157611f81565b9050811561118a57600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b877f9114e3141e15dbbddd23e5a953f9e6a2134405b62921f1720b3987324cfb5f2082898989896040516111c2959493929190613e3f565b60405180910390a25050505050505050565b80806111f35760405163a220f37f60e01b815260040160405180910390fd5b61121d817f0000000000000000000000000000000000000000000000000000000000000000613e74565b3414611249827f0000000000000000000000000000000000000000000000000000000000000000613e74565b90611283576040517ff17d47af00000000000000000000000000000000000000000000000000000000815260040161070f91815260200190565b50600454155f611291611f81565b90505f5b838110156112d2576112ca8686838181106112b2576112b2613cb4565b90506020028101906112c49190613e8b565b83611fc4565b600101611295565b50600180546fffffffffffffffffffffffffffffffff81166001600160401b03918216600160801b0277ffffffffffffffffffffffffffffffffffffffffffffffff1617600160c01b429290921691909102179055811561135857600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b5050505050565b6040517f7061726c65792f33206e6f646520726567697374726174696f6e000000000000602082015246603b8201526bffffffffffffffffffffffff1930606090811b8216605b84015283901b16606f8201525f906002906083016105ab565b5f6113c988611a2b565b90506113d58584612202565b6113f257604051633a09092760e11b815260040160405180910390fd5b611400888289898989611c09565b61140e888289898787611c09565b61141a88826001611c41565b5050505050505050565b5f61142e89611a2b565b905061143c8787868661224a565b61145957604051633a09092760e11b815260040160405180910390fd5b5f6114626116eb565b90505f61147f828c8c8c8c61147a60208e018e613510565b6122f2565b905061148c8382896123cd565b6114a1828c8c898961147a60208b018b613510565b90506114ae8382866123cd565b6114b98b845f611c41565b5050505050505050505050565b61151260408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b5f828152600360209081526040918290208251610120810184528154815260018201549281019290925260028101546001600160a01b03811693830193909352600160a01b83046001600160401b0316606083015290916080830190600160e01b900460ff1660048111156115895761158961367b565b600481111561159a5761159a61367b565b815260038201546001600160401b038082166020840152600160401b9091041660408201526004820180546060909201916115d490613c4f565b80601f016020809104026020016040519081016040528092919081815260200182805461160090613c4f565b801561164b5780601f106116225761010080835404028352916020019161164b565b820191905f5260205f20905b81548152906001019060200180831161162e57829003601f168201915b5050505050815260200160058201805461166490613c4f565b80601f016020809104026020016040519081016040528092919081815260200182805461169090613c4f565b80156116db5780601f106116b2576101008083540402835291602001916116db565b820191905f5260205f20905b8154815290600101906020018083116116be57829003601f168201915b5050505050815250509050919050565b6040517f7061726c65792f3320636861696e206e6574776f726b2069640000000000000060208201526001600160c01b03194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f198184030181529082905261176191613c2d565b602060405180830381855afa15801561177c573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061179f9190613c38565b905090565b5f6117ae82611d63565b905060016002820154600160e01b900460ff1660048111156117d2576117d261367b565b6002830154600160e01b900460ff16911461180157604051630d64047360e21b815260040161070f9190613cdb565b505f61182d7f000000000000000000000000000000000000000000000000000000000000000042613c95565b6002830180546001600160401b038316600160a01b0268ffffffffffffffffff60a01b19909116177c0200000000000000000000000000000000000000000000000000000000179055905061188182612406565b600154604080516001600160401b039283168152918316602083015284917fdeeda9c4096e227c01296090d1d2e799c31f859755e00ae7be0badf128d0749a910160405180910390a2505050565b5f6118d985611a2b565b90506118e86020830183613510565b6001600160401b03166118fe6020850185613510565b6001600160401b031614801561191c57508160200135836020013514155b61193957604051633a09092760e11b815260040160405180910390fd5b61194585828686611be9565b61195185828685611be9565b61135885826002611c41565b6002545f9063ffffffff16808203611976575f91505090565b5f7f000000000000000000000000000000000000000000000000000000000000000060ff1682106119ca577f000000000000000000000000000000000000000000000000000000000000000060ff166119cc565b815b905060036119db600183613cc8565b6119e59190613ebd565b6119ef9083613cc8565b9250505090565b611a08828235602084013587876124cf565b611a2557604051638baa579f60e01b815260040160405180910390fd5b50505050565b5f81815260036020526040902060016002820154600160e01b900460ff166004811115611a5a57611a5a61367b565b1480611a845750600280820154600160e01b900460ff166004811115611a8257611a8261367b565b145b6002820154600160e01b900460ff1690611ab257604051630d64047360e21b815260040161070f9190613cdb565b50919050565b5f611ac66020840184613510565b6001600160401b0316611adc6020860186613510565b6001600160401b0316118015611be15750600260208401803590611b009086613510565b611b0d6020880188613510565b611b1a6020870187613510565b6040517f7061726c65792f33206c6f67206c696e6b00000000000000000000000000000060208281019190915260328201959095526001600160c01b031960c094851b8116605283015292841b8316605a820152921b16606282015290840135606a820152608a0160408051601f1981840301815290829052611b9c91613c2d565b602060405180830381855afa158015611bb7573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611bda9190613c38565b8460200135145b949350505050565b611a2583611c00611bf86116eb565b878686612508565b836040016123cd565b5f611c2b611c156116eb565b88878787611c266020890189613510565b6125ff565b9050611c388682846123cd565b50505050505050565b5f60016002840154600160e01b900460ff166004811115611c6457611c6461367b565b60028501805468ffffffffffffffffff60a01b19167c04000000000000000000000000000000000000000000000000000000001790551490508015611cac57611cac83612406565b5f611cd860047f0000000000000000000000000000000000000000000000000000000000000000613ebd565b600154604051919250339187917f2df4c16a4abac4b9a45f2f3fcc24fe42c04c40a1ef06303085c2c7e57d2b654b91611d1e916001600160401b03169088908790613ed0565b60405180910390a3611d595f611d54837f0000000000000000000000000000000000000000000000000000000000000000613cc8565b611dc3565b6113583382611dc3565b5f611d6d82611a2b565b60028101549091506001600160a01b0316338114611ab2576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b03909116600482015260240161070f565b80471015611e06576040517fcf4791810000000000000000000000000000000000000000000000000000000081524760048201526024810182905260440161070f565b611e1f828260405180602001604052805f815250612847565b15611e28575050565b3d15611e3a57611e3661285c565b5050565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b8181808015801590611e8057506101008111155b611e9d5760405163e6c4247b60e01b815260040160405180910390fd5b5f5b81811015611f79575f848483818110611eba57611eba613cb4565b909101357fff00000000000000000000000000000000000000000000000000000000000000169150507f200000000000000000000000000000000000000000000000000000000000000081118015611f5357507f7f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008216105b611f705760405163e6c4247b60e01b815260040160405180910390fd5b50600101611e9f565b505050505050565b600180545f91908290611f9c906001600160401b0316613f01565b91906101000a8154816001600160401b0302191690836001600160401b031602179055905090565b81356020830135611fe0611fdb6040860186613f2b565b611e6c565b611ff0611fdb6060860186613f2b565b5f611ffb83836109f9565b5f8181526003602052604081209192506002820154600160e01b900460ff16600481111561202b5761202b61367b565b6002830154600160e01b900460ff16911461205a57604051630d64047360e21b815260040161070f9190613cdb565b5061207284846120693361135f565b896080016119f6565b83815560018101839055600281018054337fffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffff167fffffff00ffffffffffffffff000000000000000000000000000000000000000090911617600160e01b17905560038101805467ffffffffffffffff19166001600160401b0387161790556120fd6040870187613f2b565b600483019161210d919083613d5e565b5061211b6060870187613f2b565b600583019161212b919083613d5e565b50600480546001810182555f9182527f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b01839055600280549091906121759063ffffffff16613f6d565b91906101000a81548163ffffffff021916908363ffffffff160217905550336001600160a01b0316827fef104a17286b7f28c2b74f494040cff7e354187dc459136ffe09c7f58bd270648787878b80604001906121d29190613f2b565b6121df60608f018f613f2b565b6040516121f29796959493929190613f88565b60405180910390a3505050505050565b5f81602001358360200135141580610ab757506122226020830183613510565b6001600160401b03166122386020850185613510565b6001600160401b031614159392505050565b5f6122558585612867565b801561226657506122668383612867565b80156122af575061227a60055f8486613fc9565b61228391613ff0565b6001600160d81b03191661229a60055f8789613fc9565b6122a391613ff0565b6001600160d81b031916145b80156122e9575082826040516122c6929190614026565b604051809103902085856040516122de929190614026565b604051809103902014155b95945050505050565b5f80600286356123086040890160208a01613510565b88604001358888604051602001612323959493929190614035565b60408051601f198184030181529082905261233d91613c2d565b602060405180830381855afa158015612358573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061237b9190613c38565b90506123bf6040518060400160405280601881526020017f7061726c65792f33207365616c2073746174656d656e740000000000000000008152508989868561291d565b9150505b9695505050505050565b6123e98282602001358360400135865f015487600101546124cf565b6110f157604051638baa579f60e01b815260040160405180910390fd5b61240e611f81565b6003820180546001600160401b0392909216600160401b026fffffffffffffffff000000000000000019909216919091179055600280545f906124569063ffffffff16614069565b825463ffffffff9182166101009390930a9283029190920219909116179055600180546fffffffffffffffffffffffffffffffff81166001600160401b03918216600160801b0277ffffffffffffffffffffffffffffffffffffffffffffffff1617600160c01b42929092169190910217905550565b50565b5f5f5f6124df8888888888612991565b91509150806124fa576124f58888888888612a6c565b6124fc565b815b98975050505050505050565b5f8060028461251a6020860186613510565b856020013560405160200161254f9392919092835260c09190911b6001600160c01b0319166020830152602882015260480190565b60408051601f198184030181529082905261256991613c2d565b602060405180830381855afa158015612584573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906125a79190613c38565b90506123c36040518060400160405280601281526020017f7061726c65792f33206c6f6720686561640000000000000000000000000000008152508787866040015f0160208101906125f99190613510565b8561291d565b5f80600287876126126020880188613510565b60208801358961262860608b0160408c01613510565b61263860808c0160608d01613510565b6040517f7061726c65792f332072656365697074206c65616600000000000000000000006020820152603681019790975260568701959095526001600160c01b031960c094851b81166076880152607e87019390935290831b8216609e860152821b811660a685015291901b1660ae82015260b60160408051601f19818403018152908290526126c791613c2d565b602060405180830381855afa1580156126e2573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906127059190613c38565b90505f6127468261271c60a0880160808901614087565b61ffff1661273060c0890160a08a01614087565b61ffff1661274160c08a018a6140a8565b612b68565b90505f600261275b60c0880160a08901614087565b8360405160200161279d92919060f09290921b7fffff000000000000000000000000000000000000000000000000000000000000168252600282015260220190565b60408051601f19818403018152908290526127b791613c2d565b602060405180830381855afa1580156127d2573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906127f59190613c38565b90506128396040518060400160405280601281526020017f7061726c65792f332072656365697074730000000000000000000000000000008152508b8b888561291d565b9a9950505050505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b5f600582101561287857505f610603565b5f83835f81811061288b5761288b613cb4565b919091013560f81c91505060018114806128a8575060ff81166002145b156128c4576128b960286005613cfd565b831491506106039050565b60ff81166003146128d8575f915050610603565b5f6128f1858560056128ec60286004613cfd565b612c54565b90505f198103612905575f92505050610603565b836129138682846028612c54565b1495945050505050565b5f600286868686866040516020016129399594939291906140ed565b60408051601f198184030181529082905261295391613c2d565b602060405180830381855afa15801561296e573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906123c39190613c38565b5f5f61299d8686612cb7565b15806129b057506129ae8484612d21565b155b156129c057505f90506001612a62565b6129cd8787878787612d9a565b156129dd57506001905080612a62565b612a4c7fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b612d9a565b15612a5c57505f90506001612a62565b505f9050805b9550959350505050565b5f612a778585612cb7565b1580612a8a5750612a888383612d21565b155b15612a9657505f6122e9565b5f612aa18484612dda565b90505f612ace867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551612fcd565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f612b2a858484612fdc565b50905089612b587fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183614124565b149b9a5050505050505050505050565b5f838510612b89576040516320db826760e01b815260040160405180910390fd5b5f845b6001811115612c285780876001181015612c0f57838210612bc0576040516320db826760e01b815260040160405180910390fd5b5f858584612bcd81614137565b9550818110612bde57612bde613cb4565b90506020020135905087600116600114612c0157612bfc8982613100565b612c0b565b612c0b818a613100565b9850505b600196871c96612c1f8282613cfd565b901c9050612b8c565b50808314612c49576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f838310612c6457505f19611be1565b5f858585818110612c7757612c77613cb4565b919091013560f81c9150506001811115612c95575f19915050611be1565b612ca28360ff8316613e74565b612cad856001613cfd565b6123c39190613cfd565b5f8215801590612ce657507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b8015612cf157508115155b8015610ab75750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa612dcd57fe5b50505f5195945050505050565b612de26134ae565b60405180606001604052805f81526020015f81526020015f815250815f60108110612e0f57612e0f613cb4565b60200201819052506040518060600160405280848152602001838152602001600181525081600160108110612e4657612e46613cb4565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f58152602001600181525081600460108110612ebd57612ebd613cb4565b6020020152612ed38160015b6020020151613144565b6040820152612ee3816004612ec9565b6101008201526020810151612f00908260025b60200201516131a0565b6060820152612f198160015b6020020151826004612ef6565b60a0820152612f29816002612f0c565b60c0820152612f39816003612f0c565b60e0820152612f528160015b6020020151826008612ef6565b610120820152612f63816002612f45565b610140820152612f74816003612f45565b610160820152612f85816004612f45565b610180820152612f9f8160015b602002015182600c612ef6565b6101a0820152612fb0816002612f92565b6101c0820152612fc1816003612f92565b6101e082015292915050565b5f610ab78360028403846131fe565b5f80808080805b60808110156130e457811561301757612ffd84848461321f565b9195509350915061300f84848461321f565b919550935091505b600c60fc89901c1660fe88901c1789816010811061303757613037613cb4565b602002015160400151156130d057825f036130a65789816010811061305e5761305e613cb4565b6020020151518a826010811061307657613076613cb4565b6020020151602001518b836010811061309157613091613cb4565b602002015160400151919650945092506130d0565b6130c88a82601081106130bb576130bb613cb4565b60200201518686866132b7565b919650945092505b50600297881b979690961b95600101612fe3565b506130f08383836133f8565b945094505050505b935093915050565b6040517f7061726c65792f332072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f90600290607601610a5f565b61316560405180606001604052805f81526020015f81526020015f81525090565b5f5f5f61317e855f01518660200151876040015161321f565b6040805160608101825293845260208401929092529082015295945050505050565b6131c160405180606001604052805f81526020015f81526020015f81525090565b5f5f5f6131db86865f0151876020015188604001516132b7565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f61320c86868661344b565b91509150816122e9576122e9601261349d565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f090893508115841516801561331d5760018114613363576133e7565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c8809860997506133e7565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f0361340b57505f9050806130f8565b6ffffffffeffffffffffffffffffffffff60601b195f61342b8583612fcd565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f0361345e57505f9050806130f8565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b6040518061020001604052806010905b6134df60405180606001604052805f81526020015f81526020015f81525090565b8152602001906001900390816134be5790505090565b80356001600160401b038116811461350b575f5ffd5b919050565b5f60208284031215613520575f5ffd5b610ab7826134f5565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f610ab76020830184613529565b5f5f83601f840112613579575f5ffd5b5081356001600160401b0381111561358f575f5ffd5b6020830191508360208260051b85010111156135a9575f5ffd5b9250929050565b5f5f5f5f5f606086880312156135c4575f5ffd5b6135cd866134f5565b945060208601356001600160401b038111156135e7575f5ffd5b6135f388828901613569565b90955093505060408601356001600160401b03811115613611575f5ffd5b8601601f81018813613621575f5ffd5b80356001600160401b03811115613636575f5ffd5b8860208260061b840101111561364a575f5ffd5b959894975092955050506020019190565b5f5f6040838503121561366c575f5ffd5b50508035926020909101359150565b634e487b7160e01b5f52602160045260245ffd5b6005811061369f5761369f61367b565b9052565b80518252602081015160208301525f60408201516136cc60408501826001600160a01b03169052565b5060608201516136e760608501826001600160401b03169052565b5060808201516136fa608085018261368f565b5060a082015161371560a08501826001600160401b03169052565b5060c082015161373060c08501826001600160401b03169052565b5060e082015161012060e085015261374c610120850182613529565b90506101008301518482036101008601526122e98282613529565b60a080825286519082018190525f90602088019060c0840190835b818110156137a0578351835260209384019390920191600101613782565b50508381036020850152809150875180825260208201925060208160051b83010160208a015f5b838110156137f957601f198584030186526137e38383516136a3565b60209687019690935091909101906001016137c7565b5050604086018990526001600160401b0388166060870152935061381c92505050565b6001600160401b03831660808301526123c3565b5f60a08284031215611ab2575f5ffd5b5f60e08284031215611ab2575f5ffd5b5f60608284031215611ab2575f5ffd5b5f5f5f5f5f5f5f5f888a03610260811215613879575f5ffd5b8935985060208a013597506138918b60408c01613830565b96506138a08b60e08c01613830565b9550604061017f19820112156138b4575f5ffd5b50610180890193506138c96101c08a016134f5565b92506101e08901356001600160401b038111156138e4575f5ffd5b6138f08b828c01613840565b9250506139018a6102008b01613850565b90509295985092959890939650565b6001600160a01b03811681146124cc575f5ffd5b5f5f60408385031215613935575f5ffd5b82359150602083013561394781613910565b809150509250929050565b5f5f83601f840112613962575f5ffd5b5081356001600160401b03811115613978575f5ffd5b6020830191508360208285010111156135a9575f5ffd5b5f5f5f5f5f606086880312156139a3575f5ffd5b8535945060208601356001600160401b038111156139bf575f5ffd5b6139cb88828901613952565b90955093505060408601356001600160401b038111156139e9575f5ffd5b6139f588828901613952565b969995985093965092949392505050565b5f5f60208385031215613a17575f5ffd5b82356001600160401b03811115613a2c575f5ffd5b613a3885828601613569565b90969095509350505050565b5f60208284031215613a54575f5ffd5b8135610ab781613910565b5f5f5f5f5f5f5f610160888a031215613a76575f5ffd5b8735965060208801359550613a8d604089016134f5565b945060608801356001600160401b03811115613aa7575f5ffd5b613ab38a828b01613840565b945050613ac38960808a01613850565b925060e08801356001600160401b03811115613add575f5ffd5b613ae98a828b01613840565b925050613afa896101008a01613850565b905092959891949750929550565b5f5f5f5f5f5f5f5f610180898b031215613b20575f5ffd5b88359750613b318a60208b01613850565b965060808901356001600160401b03811115613b4b575f5ffd5b613b578b828c01613952565b9097509550613b6b90508a60a08b01613850565b93506101008901356001600160401b03811115613b86575f5ffd5b613b928b828c01613952565b909450925061390190508a6101208b01613850565b5f60208284031215613bb7575f5ffd5b5035919050565b602081525f610ab760208301846136a3565b5f5f5f5f6101808587031215613be4575f5ffd5b8435935060208501359250613bfc8660408701613830565b9150613c0b8660e08701613830565b905092959194509250565b5f81518060208401855e5f93019283525090919050565b5f610ab78284613c16565b5f60208284031215613c48575f5ffd5b5051919050565b600181811c90821680613c6357607f821691505b602082108103611ab257634e487b7160e01b5f52602260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b6001600160401b03818116838216019081111561060357610603613c81565b634e487b7160e01b5f52603260045260245ffd5b8181038181111561060357610603613c81565b60208101610603828461368f565b634e487b7160e01b5f52604160045260245ffd5b8082018082111561060357610603613c81565b601f8211156110f157828211156110f157805f5260205f20601f840160051c6020851015613d3b57505f5b90810190601f840160051c035f5b81811015611f79575f83820155600101613d49565b6001600160401b03831115613d7557613d75613ce9565b613d8983613d838354613c4f565b83613d10565b5f601f841160018114613dba575f8515613da35750838201355b5f19600387901b1c1916600186901b178355611358565b5f83815260208120601f198716915b82811015613de95786850135825560209485019460019092019101613dc9565b5086821015613e05575f1960f88860031b161c19848701351681555b505060018560011b0183555050505050565b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b6001600160401b0386168152606060208201525f613e61606083018688613e17565b82810360408401526123bf818587613e17565b808202811582820484141761060357610603613c81565b5f823560be19833603018112613e9f575f5ffd5b9190910192915050565b634e487b7160e01b5f52601260045260245ffd5b5f82613ecb57613ecb613ea9565b500490565b6001600160401b03841681526060810160048410613ef057613ef061367b565b602082019390935260400152919050565b5f6001600160401b0382166001600160401b038103613f2257613f22613c81565b60010192915050565b5f5f8335601e19843603018112613f40575f5ffd5b8301803591506001600160401b03821115613f59575f5ffd5b6020019150368190038213156135a9575f5ffd5b5f63ffffffff821663ffffffff8103613f2257613f22613c81565b6001600160401b038816815286602082015285604082015260a060608201525f613fb660a083018688613e17565b8281036080840152612839818587613e17565b5f5f85851115613fd7575f5ffd5b83861115613fe3575f5ffd5b5050820193919092039150565b80356001600160d81b0319811690600584101561401f576001600160d81b0319808560050360031b1b82161691505b5092915050565b818382375f9101908152919050565b8581526001600160c01b03198560c01b166020820152836028820152818360488301375f9101604801908152949350505050565b5f63ffffffff82168061407e5761407e613c81565b5f190192915050565b5f60208284031215614097575f5ffd5b813561ffff81168114610ab7575f5ffd5b5f5f8335601e198436030181126140bd575f5ffd5b8301803591506001600160401b038211156140d6575f5ffd5b6020019150600581901b36038213156135a9575f5ffd5b5f6140f88288613c16565b9586525050602084019290925260c01b6001600160c01b03191660408301526048820152606801919050565b5f8261413257614132613ea9565b500690565b5f6001820161414857614148613c81565b506001019056fea164736f6c6343000825000a'
