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
        internalType: 'uint64',
        name: 'version',
        type: 'uint64',
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
    name: 'register',
    outputs: [
      {
        internalType: 'bytes32',
        name: 'id',
        type: 'bytes32',
      },
    ],
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
  '0x60e060405234801561000f575f5ffd5b50604051613a7a380380613a7a83398101604081905261002e9161011e565b83518015801590610040575060408111155b801561004e57505f8460ff16115b801561005e5750601f8460ff1611155b801561006b575060048310155b801561007f57505f826001600160401b0316115b8015610098575063ffffffff6001600160401b03831611155b6100b557604051630309cb8760e51b815260040160405180910390fd5b5f6100c08682610288565b505060ff90921660c0526080526001600160401b031660a05250610346565b634e487b7160e01b5f52604160045260245ffd5b805160ff81168114610103575f5ffd5b919050565b80516001600160401b0381168114610103575f5ffd5b5f5f5f5f60808587031215610131575f5ffd5b84516001600160401b03811115610146575f5ffd5b8501601f81018713610156575f5ffd5b80516001600160401b0381111561016f5761016f6100df565b604051601f8201601f19908116603f011681016001600160401b038111828210171561019d5761019d6100df565b6040528181528282016020018910156101b4575f5ffd5b8160208401602083015e5f602083830101528096505050506101d8602086016100f3565b604086015190935091506101ee60608601610108565b905092959194509250565b600181811c9082168061020d57607f821691505b60208210810361022b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610283578282111561028357805f5260205f20601f840160051c602085101561025c57505f5b90810190601f840160051c035f5b8181101561027f575f8382015560010161026a565b5050505b505050565b81516001600160401b038111156102a1576102a16100df565b6102b5816102af84546101f9565b84610231565b6020601f8211600181146102e7575f83156102d05750848201515b5f19600385901b1c1916600184901b17845561033f565b5f84815260208120601f198516915b8281101561031657878501518255602094850194600190920191016102f6565b508482101561033357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b60805160a05160c0516136e76103935f395f61026901525f81816101df015261112f01525f81816103000152818161095401528181610b7d015281816119af0152611a2301526136e75ff3fe608060405260043610610123575f3560e01c806354fd4d50116100a15780638db849e011610071578063a04d2a0311610057578063a04d2a0314610381578063ade93e8a146103a0578063ce248a2b146103bf575f5ffd5b80638db849e01461034e57806395348d3614610362575f5ffd5b806354fd4d50146102bc5780635517a893146102dc57806364c9ec6f146102ef5780637c97e6ec14610322575f5ffd5b806328388630116100f657806337fde68a116100dc57806337fde68a146102395780633bc274a4146102585780634f4288a41461029d575f5ffd5b806328388630146101ce578063305d66171461021a575f5ffd5b806306fdde0314610127578063111716241461015157806316dbf7db1461017e5780631b258d50146101ad575b5f5ffd5b348015610132575f5ffd5b5061013b6103de565b6040516101489190612b54565b60405180910390f35b34801561015c575f5ffd5b5061017061016b366004612b66565b610469565b604051908152602001610148565b348015610189575f5ffd5b5061019d610198366004612b66565b610530565b6040516101489493929190612c29565b3480156101b8575f5ffd5b506101cc6101c7366004612cf6565b61082a565b005b3480156101d9575f5ffd5b506102017f000000000000000000000000000000000000000000000000000000000000000081565b60405167ffffffffffffffff9091168152602001610148565b348015610225575f5ffd5b506101cc610234366004612d69565b61097d565b348015610244575f5ffd5b50610170610253366004612de2565b610a0c565b348015610263575f5ffd5b5061028b7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff9091168152602001610148565b3480156102a8575f5ffd5b506101cc6102b7366004612e50565b610abf565b3480156102c7575f5ffd5b506001546102019067ffffffffffffffff1681565b6101706102ea366004612ee3565b610b7a565b3480156102fa575f5ffd5b506101707f000000000000000000000000000000000000000000000000000000000000000081565b34801561032d575f5ffd5b5061034161033c366004612f68565b610e5f565b6040516101489190612f7f565b348015610359575f5ffd5b50610170600481565b34801561036d575f5ffd5b506101cc61037c366004612f91565b61104f565b34801561038c575f5ffd5b506101cc61039b366004612f68565b6110cb565b3480156103ab575f5ffd5b506101cc6103ba366004613040565b611205565b3480156103ca575f5ffd5b506101cc6103d9366004613096565b611261565b5f80546103ea90613132565b80601f016020809104026020016040519081016040528092919081815260200182805461041690613132565b80156104615780601f1061043857610100808354040283529160200191610461565b820191905f5260205f20905b81548152906001019060200180831161044457829003601f168201915b505050505081565b6040517f7061726c65792f31206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f19818403018152908290526104e991613164565b602060405180830381855afa158015610504573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610527919061317a565b90505b92915050565b6060805f5f61053f60036112e3565b91505f82871061054f5782610551565b865b90505f61055e82856131a5565b871061056a5783610574565b61057487836131b8565b9050610582600383836112ec565b9550855167ffffffffffffffff81111561059e5761059e6131cb565b60405190808252806020026020018201604052801561060e57816020015b6105fb6040805160e0810182525f8082526020820181905291810182905260608101829052906080820190815260200160608152602001606081525090565b8152602001906001900390816105bc5790505b5094505f5b865181101561080c5760025f888381518110610631576106316131df565b60209081029190910181015182528181019290925260409081015f20815160e0810183528154815260018201549381019390935260028101546001600160a01b03811692840192909252600160a01b820467ffffffffffffffff166060840152906080830190600160e01b900460ff1660048111156106b2576106b2612b86565b60048111156106c3576106c3612b86565b81526020016003820180546106d790613132565b80601f016020809104026020016040519081016040528092919081815260200182805461070390613132565b801561074e5780601f106107255761010080835404028352916020019161074e565b820191905f5260205f20905b81548152906001019060200180831161073157829003601f168201915b5050505050815260200160048201805461076790613132565b80601f016020809104026020016040519081016040528092919081815260200182805461079390613132565b80156107de5780601f106107b5576101008083540402835291602001916107de565b820191905f5260205f20905b8154815290600101906020018083116107c157829003601f168201915b5050505050815250508682815181106107f9576107f96131df565b6020908102919091010152600101610613565b505060015494979396509194505067ffffffffffffffff9092169150565b5f61083483611303565b9050600280820154600160e01b900460ff16600481111561085757610857612b86565b6002830154600160e01b900460ff16911461088f57604051630d64047360e21b815260040161088691906131f3565b60405180910390fd5b506002810154600160a01b900467ffffffffffffffff16428111156108ed576040517fd606d83f00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602401610886565b506108fa83826003611369565b827fa7781aa7533b9969b5ad80a3580ac28a069622472695cbe1a57fc600731085906109246113e5565b6040805167ffffffffffffffff90921682526001600160a01b03861660208301520160405180910390a2610978827f000000000000000000000000000000000000000000000000000000000000000061142b565b505050565b5f61098786611303565b905061099385856114d4565b61099d83836114d4565b600381016109ac85878361324f565b50600481016109bc83858361324f565b50857f9114e3141e15dbbddd23e5a953f9e6a2134405b62921f1720b3987324cfb5f206109e76113e5565b878787876040516109fc959493929190613332565b60405180910390a2505050505050565b6040517f7061726c65792f31206e6f646520726567697374726174696f6e000000000000602082015246603b8201526bffffffffffffffffffffffff1930606090811b8216605b84015283901b16606f8201525f9060029060830160408051601f1981840301815290829052610a8191613164565b602060405180830381855afa158015610a9c573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061052a919061317a565b5f610ac9886115e1565b90505f8667ffffffffffffffff16118015610b0057508335610afd8635610af36020870187613368565b8660200135611668565b14155b610b1d57604051633a09092760e11b815260040160405180910390fd5b610b34888289610b2e60018b613381565b8961171b565b610b41888289898861171b565b5f610b4e89898987611741565b9050610b63825f01548360010154838661194d565b610b6f8983600361199b565b505050505050505050565b5f7f0000000000000000000000000000000000000000000000000000000000000000348114610bd8576040517ff17d47af00000000000000000000000000000000000000000000000000000000815260040161088691815260200190565b50610be386866114d4565b610bed84846114d4565b610bf78888610469565b5f8181526002602052604081209192506002820154600160e01b900460ff166004811115610c2757610c27612b86565b1480610c52575060036002820154600160e01b900460ff166004811115610c5057610c50612b86565b145b6002820154600160e01b900460ff1690610c8057604051630d64047360e21b815260040161088691906131f3565b50610c958989610c8f33610a0c565b8661194d565b6040805160e0810182528a815260208082018b905233828401525f6060830152600160808301528251601f8a01829004820281018201909352888352909160a08301918a908a90819084018382808284375f92019190915250505090825250604080516020601f8901819004810282018101909252878152918101919088908890819084018382808284375f9201829052509390945250508481526002602081815260409283902085518155908501516001820155918401519082018054606086015167ffffffffffffffff16600160a01b027fffffffff000000000000000000000000000000000000000000000000000000009091166001600160a01b039093169290921791909117808255608085015192935060ff60e01b1916600160e01b836004811115610dc857610dc8612b86565b021790555060a08201516003820190610de190826133a1565b5060c08201516004820190610df690826133a1565b50610e0691506003905083611a56565b5033827fef104a17286b7f28c2b74f494040cff7e354187dc459136ffe09c7f58bd27064610e326113e5565b8c8c8c8c8c8c604051610e4b979695949392919061345c565b60405180910390a350979650505050505050565b610e9e6040805160e0810182525f8082526020820181905291810182905260608101829052906080820190815260200160608152602001606081525090565b5f82815260026020818152604092839020835160e08101855281548152600182015492810192909252918201546001600160a01b03811693820193909352600160a01b830467ffffffffffffffff166060820152916080830190600160e01b900460ff166004811115610f1357610f13612b86565b6004811115610f2457610f24612b86565b8152602001600382018054610f3890613132565b80601f0160208091040260200160405190810160405280929190818152602001828054610f6490613132565b8015610faf5780601f10610f8657610100808354040283529160200191610faf565b820191905f5260205f20905b815481529060010190602001808311610f9257829003601f168201915b50505050508152602001600482018054610fc890613132565b80601f0160208091040260200160405190810160405280929190818152602001828054610ff490613132565b801561103f5780601f106110165761010080835404028352916020019161103f565b820191905f5260205f20905b81548152906001019060200180831161102257829003601f168201915b5050505050815250509050919050565b5f611059896115e1565b905061106787878686611a61565b61108457604051633a09092760e11b815260040160405180910390fd5b6110a2815f0154826001015461109c8c8c8c8c611b08565b8861194d565b6110c0815f015482600101546110ba8c8c8989611b08565b8561194d565b610b6f89825f61199b565b5f6110d582611303565b905060016002820154600160e01b900460ff1660048111156110f9576110f9612b86565b6002830154600160e01b900460ff16911461112857604051630d64047360e21b815260040161088691906131f3565b505f6111547f0000000000000000000000000000000000000000000000000000000000000000426134ac565b60028301805467ffffffffffffffff8316600160a01b027fffffff000000000000000000ffffffffffffffffffffffffffffffffffffffff909116177c02000000000000000000000000000000000000000000000000000000001790559050827fdeeda9c4096e227c01296090d1d2e799c31f859755e00ae7be0badf128d0749a6111dd6113e5565b6040805167ffffffffffffffff928316815291851660208301520160405180910390a2505050565b5f61120f866115e1565b9050813583350361123357604051633a09092760e11b815260040160405180910390fd5b611240868287878761171b565b61124d868287878661171b565b6112598682600261199b565b505050505050565b5f61126b886115e1565b90506112778584611b92565b61129457604051633a09092760e11b815260040160405180910390fd5b5f6112a189898989611741565b90506112b6825f01548360010154838861194d565b6112c289898987611741565b90506112d7825f01548360010154838661194d565b610b6f8983600161199b565b5f61052a825490565b60605f6112fa858585611bdc565b95945050505050565b5f61130d826115e1565b60028101549091506001600160a01b0316338114611363576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610886565b50919050565b611374600384611c8e565b5060028201805482919060ff60e01b1916600160e01b83600481111561139c5761139c612b86565b02179055506002820180547fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff1690556113d8600383015f612a92565b610978600483015f612a92565b600180545f919082906114019067ffffffffffffffff166134cc565b91906101000a81548167ffffffffffffffff021916908367ffffffffffffffff1602179055905090565b8047101561146e576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610886565b611487828260405180602001604052805f815250611c99565b15611490575050565b3d156114a25761149e611cae565b5050565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b81818080158015906114e857506101008111155b6115055760405163e6c4247b60e01b815260040160405180910390fd5b5f5b81811015611259575f848483818110611522576115226131df565b909101357fff00000000000000000000000000000000000000000000000000000000000000169150507f2000000000000000000000000000000000000000000000000000000000000000811180156115bb57507f7f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008216105b6115d85760405163e6c4247b60e01b815260040160405180910390fd5b50600101611507565b5f81815260026020526040902060016002820154600160e01b900460ff16600481111561161057611610612b86565b148061163a5750600280820154600160e01b900460ff16600481111561163857611638612b86565b145b6002820154600160e01b900460ff169061136357604051630d64047360e21b815260040161088691906131f3565b6040517f7061726c65792f31206c6f67206c696e6b0000000000000000000000000000006020820152603281018490526001600160c01b031960c084901b166052820152605a81018290525f90600290607a0160408051601f19818403018152908290526116d591613164565b602060405180830381855afa1580156116f0573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611713919061317a565b949350505050565b5f6117298685858535611cb9565b9050611259855f01548660010154838560200161194d565b5f80600286866117546020870187613368565b60208701358861176a60608a0160408b01613368565b6040517f7061726c65792f312072656365697074206c65616600000000000000000000006020820152603681019690965260568601949094526001600160c01b031960c093841b81166076870152607e860192909252821b8116609e85015291901b1660a682015260ae0160408051601f19818403018152908290526117ef91613164565b602060405180830381855afa15801561180a573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061182d919061317a565b90505f61186e8261184460808701606088016134f8565b61ffff1661185860a08801608089016134f8565b61ffff1661186960a0890189613519565b611d18565b9050600261188260a08601608087016134f8565b826040516020016118ea9291907f7061726c65792f31207265636569707473000000000000000000000000000000815260f09290921b7fffff000000000000000000000000000000000000000000000000000000000000166012830152601482015260340190565b60408051601f198184030181529082905261190491613164565b602060405180830381855afa15801561191f573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611942919061317a565b979650505050505050565b61195f82823560208401358787611e04565b611995576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b50505050565b6119a783836004611369565b5f6119d360047f0000000000000000000000000000000000000000000000000000000000000000613573565b905033847f2df4c16a4abac4b9a45f2f3fcc24fe42c04c40a1ef06303085c2c7e57d2b654b611a006113e5565b8585604051611a1193929190613586565b60405180910390a3611a4c5f611a47837f00000000000000000000000000000000000000000000000000000000000000006131a5565b61142b565b611995338261142b565b5f6105278383611e3d565b5f611a6c8585611e89565b8015611a7d5750611a7d8383611e89565b8015611ac65750611a9160055f84866135b8565b611a9a916135df565b6001600160d81b031916611ab160055f87896135b8565b611aba916135df565b6001600160d81b031916145b80156112fa57508282604051611add929190613614565b60405180910390208585604051611af5929190613614565b6040518091039020141595945050505050565b5f6002858535611b1e6040880160208901613368565b87604001358787604051602001611b3a96959493929190613623565b60408051601f1981840301815290829052611b5491613164565b602060405180830381855afa158015611b6f573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906112fa919061317a565b5f816020013583602001351415806105275750611bb26020830183613368565b67ffffffffffffffff16611bc96020850185613368565b67ffffffffffffffff1614159392505050565b6060611bef82611bea865490565b611f3f565b9150611bfb8383611f3f565b92508282035f8167ffffffffffffffff811115611c1a57611c1a6131cb565b604051908082528060200260200182016040528015611c43578160200160208202803683370190505b5090505f5b82811015611c8457611c5c87878301611f4e565b5f0154828281518110611c7157611c716131df565b6020908102919091010152600101611c48565b5095945050505050565b5f6105278383611f6d565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517f7061726c65792f31206c6f672068656164000000000000000000000000000000602082015260328101859052605281018490526001600160c01b031960c084901b166072820152607a81018290525f90600290609a01611b3a565b5f838510611d39576040516320db826760e01b815260040160405180910390fd5b5f845b6001811115611dd85780876001181015611dbf57838210611d70576040516320db826760e01b815260040160405180910390fd5b5f858584611d7d81613684565b9550818110611d8e57611d8e6131df565b90506020020135905087600116600114611db157611dac8982612057565b611dbb565b611dbb818a612057565b9850505b600196871c96611dcf82826131b8565b901c9050611d3c565b50808314611df9576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f5f5f611e14888888888861209b565b9150915080611e2f57611e2a8888888888612176565b611e31565b815b98975050505050505050565b5f818152600183016020526040812054611e8257508154600181810184555f84815260208082209093018490558454848252828601909352604090209190915561052a565b505f61052a565b5f6005821015611e9a57505f61052a565b5f83835f818110611ead57611ead6131df565b919091013560f81c9150506001811480611eca575060ff81166002145b15611ee657611edb602860056131b8565b8314915061052a9050565b60ff8116600314611efa575f91505061052a565b5f611f1385856005611f0e602860046131b8565b612272565b90505f198103611f27575f9250505061052a565b83611f358682846028612272565b1495945050505050565b5f828218828410028218610527565b5f82611713611f6a84611f66845f9081526020902090565b0190565b90565b5f8181526001830160205260408120548015612047575f611f8f6001836131a5565b85549091505f90611fa2906001906131a5565b9050808214612001575f865f018281548110611fc057611fc06131df565b905f5260205f200154905080875f018481548110611fe057611fe06131df565b5f918252602080832090910192909255918252600188019052604090208390555b85548690806120125761201261369c565b600190038181905f5260205f20015f90559055856001015f8681526020019081526020015f205f90556001935050505061052a565b5f91505061052a565b5092915050565b6040517f7061726c65792f312072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f906002906076016104cf565b5f5f6120a786866122df565b15806120ba57506120b88484612349565b155b156120ca57505f9050600161216c565b6120d787878787876123c2565b156120e75750600190508061216c565b6121567fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b6123c2565b1561216657505f9050600161216c565b505f9050805b9550959350505050565b5f61218185856122df565b158061219457506121928383612349565b155b156121a057505f6112fa565b5f6121ab8484612402565b90505f6121d8867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6325516125f5565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f612234858484612604565b509050896122627fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551836136b0565b149b9a5050505050505050505050565b5f83831061228257505f19611713565b5f858585818110612295576122956131df565b919091013560f81c91505060018111156122b3575f19915050611713565b6122c08360ff83166136c3565b6122cb8560016131b8565b6122d591906131b8565b9695505050505050565b5f821580159061230e57507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b801561231957508115155b80156105275750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa6123f557fe5b50505f5195945050505050565b61240a612ac8565b60405180606001604052805f81526020015f81526020015f815250815f60108110612437576124376131df565b6020020181905250604051806060016040528084815260200183815260200160018152508160016010811061246e5761246e6131df565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f581526020016001815250816004601081106124e5576124e56131df565b60200201526124fb8160015b6020020151612728565b604082015261250b8160046124f1565b6101008201526020810151612528908260025b6020020151612784565b60608201526125418160015b602002015182600461251e565b60a0820152612551816002612534565b60c0820152612561816003612534565b60e082015261257a8160015b602002015182600861251e565b61012082015261258b81600261256d565b61014082015261259c81600361256d565b6101608201526125ad81600461256d565b6101808201526125c78160015b602002015182600c61251e565b6101a08201526125d88160026125ba565b6101c08201526125e98160036125ba565b6101e082015292915050565b5f6105278360028403846127e2565b5f80808080805b608081101561270c57811561263f57612625848484612803565b91955093509150612637848484612803565b919550935091505b600c60fc89901c1660fe88901c1789816010811061265f5761265f6131df565b602002015160400151156126f857825f036126ce57898160108110612686576126866131df565b6020020151518a826010811061269e5761269e6131df565b6020020151602001518b83601081106126b9576126b96131df565b602002015160400151919650945092506126f8565b6126f08a82601081106126e3576126e36131df565b602002015186868661289b565b919650945092505b50600297881b979690961b9560010161260b565b506127188383836129dc565b945094505050505b935093915050565b61274960405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612762855f015186602001518760400151612803565b6040805160608101825293845260208401929092529082015295945050505050565b6127a560405180606001604052805f81526020015f81526020015f81525090565b5f5f5f6127bf86865f01518760200151886040015161289b565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f6127f0868686612a2f565b91509150816112fa576112fa6012612a81565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f09089350811584151680156129015760018114612947576129cb565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c8809860997506129cb565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f036129ef57505f905080612720565b6ffffffffeffffffffffffffffffffffff60601b195f612a0f85836125f5565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f03612a4257505f905080612720565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b508054612a9e90613132565b5f825580601f10612aad575050565b601f0160209004905f5260205f2090612ac69190612b0f565b565b6040518061020001604052806010905b612af960405180606001604052805f81526020015f81526020015f81525090565b815260200190600190039081612ad85790505090565b5f5b80821115610978575f81840155600101612b11565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f6105276020830184612b26565b5f5f60408385031215612b77575f5ffd5b50508035926020909101359150565b634e487b7160e01b5f52602160045260245ffd5b60058110612baa57612baa612b86565b9052565b80518252602081015160208301526001600160a01b03604082015116604083015267ffffffffffffffff60608201511660608301525f6080820151612bf66080850182612b9a565b5060a082015160e060a0850152612c1060e0850182612b26565b905060c083015184820360c08601526112fa8282612b26565b608080825285519082018190525f90602087019060a0840190835b81811015612c62578351835260209384019390920191600101612c44565b50508381036020850152809150865180825260208201925060208160051b830101602089015f5b83811015612cbb57601f19858403018652612ca5838351612bae565b6020968701969093509190910190600101612c89565b50506040860188905267ffffffffffffffff8716606087015293506112fa92505050565b6001600160a01b0381168114612cf3575f5ffd5b50565b5f5f60408385031215612d07575f5ffd5b823591506020830135612d1981612cdf565b809150509250929050565b5f5f83601f840112612d34575f5ffd5b50813567ffffffffffffffff811115612d4b575f5ffd5b602083019150836020828501011115612d62575f5ffd5b9250929050565b5f5f5f5f5f60608688031215612d7d575f5ffd5b85359450602086013567ffffffffffffffff811115612d9a575f5ffd5b612da688828901612d24565b909550935050604086013567ffffffffffffffff811115612dc5575f5ffd5b612dd188828901612d24565b969995985093965092949392505050565b5f60208284031215612df2575f5ffd5b8135612dfd81612cdf565b9392505050565b803567ffffffffffffffff81168114612e1b575f5ffd5b919050565b5f60608284031215611363575f5ffd5b5f60c08284031215611363575f5ffd5b5f60408284031215611363575f5ffd5b5f5f5f5f5f5f5f610180888a031215612e67575f5ffd5b8735965060208801359550612e7e60408901612e04565b9450612e8d8960608a01612e20565b9350612e9c8960c08a01612e20565b925061012088013567ffffffffffffffff811115612eb8575f5ffd5b612ec48a828b01612e30565b925050612ed5896101408a01612e40565b905092959891949750929550565b5f5f5f5f5f5f5f60c0888a031215612ef9575f5ffd5b8735965060208801359550604088013567ffffffffffffffff811115612f1d575f5ffd5b612f298a828b01612d24565b909650945050606088013567ffffffffffffffff811115612f48575f5ffd5b612f548a828b01612d24565b9094509250612ed590508960808a01612e40565b5f60208284031215612f78575f5ffd5b5035919050565b602081525f6105276020830184612bae565b5f5f5f5f5f5f5f5f610140898b031215612fa9575f5ffd5b88359750612fba8a60208b01612e20565b9650608089013567ffffffffffffffff811115612fd5575f5ffd5b612fe18b828c01612d24565b9097509550612ff590508a60a08b01612e40565b935060e089013567ffffffffffffffff811115613010575f5ffd5b61301c8b828c01612d24565b909450925061303190508a6101008b01612e40565b90509295985092959890939650565b5f5f5f5f5f6101208688031215613055575f5ffd5b853594506020860135935061306c60408701612e04565b925061307b8760608801612e20565b915061308a8760c08801612e20565b90509295509295909350565b5f5f5f5f5f5f5f610120888a0312156130ad575f5ffd5b87359650602088013595506130c460408901612e04565b9450606088013567ffffffffffffffff8111156130df575f5ffd5b6130eb8a828b01612e30565b9450506130fb8960808a01612e40565b925060c088013567ffffffffffffffff811115613116575f5ffd5b6131228a828b01612e30565b925050612ed58960e08a01612e40565b600181811c9082168061314657607f821691505b60208210810361136357634e487b7160e01b5f52602260045260245ffd5b5f82518060208501845e5f920191825250919050565b5f6020828403121561318a575f5ffd5b5051919050565b634e487b7160e01b5f52601160045260245ffd5b8181038181111561052a5761052a613191565b8082018082111561052a5761052a613191565b634e487b7160e01b5f52604160045260245ffd5b634e487b7160e01b5f52603260045260245ffd5b6020810161052a8284612b9a565b601f821115610978578282111561097857805f5260205f20601f840160051c602085101561322c57505f5b90810190601f840160051c035f5b81811015611259575f8382015560010161323a565b67ffffffffffffffff831115613267576132676131cb565b61327b836132758354613132565b83613201565b5f601f8411600181146132ac575f85156132955750838201355b5f19600387901b1c1916600186901b178355613303565b5f83815260208120601f198716915b828110156132db57868501358255602094850194600190920191016132bb565b50868210156132f7575f1960f88860031b161c19848701351681555b505060018560011b0183555b5050505050565b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b67ffffffffffffffff86168152606060208201525f61335560608301868861330a565b8281036040840152611e3181858761330a565b5f60208284031215613378575f5ffd5b61052782612e04565b67ffffffffffffffff828116828216039081111561052a5761052a613191565b815167ffffffffffffffff8111156133bb576133bb6131cb565b6133cf816133c98454613132565b84613201565b6020601f821160018114613401575f83156133ea5750848201515b5f19600385901b1c1916600184901b178455613303565b5f84815260208120601f198516915b828110156134305787850151825560209485019460019092019101613410565b508482101561344d57868401515f19600387901b60f8161c191681555b50505050600190811b01905550565b67ffffffffffffffff8816815286602082015285604082015260a060608201525f61348b60a08301868861330a565b828103608084015261349e81858761330a565b9a9950505050505050505050565b67ffffffffffffffff818116838216019081111561052a5761052a613191565b5f67ffffffffffffffff821667ffffffffffffffff81036134ef576134ef613191565b60010192915050565b5f60208284031215613508575f5ffd5b813561ffff81168114612dfd575f5ffd5b5f5f8335601e1984360301811261352e575f5ffd5b83018035915067ffffffffffffffff821115613548575f5ffd5b6020019150600581901b3603821315612d62575f5ffd5b634e487b7160e01b5f52601260045260245ffd5b5f826135815761358161355f565b500490565b67ffffffffffffffff8416815260608101600484106135a7576135a7612b86565b602082019390935260400152919050565b5f5f858511156135c6575f5ffd5b838611156135d2575f5ffd5b5050820193919092039150565b80356001600160d81b03198116906005841015612050576001600160d81b0319808560050360031b1b82161691505092915050565b818382375f9101908152919050565b7f7061726c65792f31207365616c2073746174656d656e7400000000000000000081528660188201528560388201526001600160c01b03198560c01b166058820152836060820152818360808301375f910160800190815295945050505050565b5f6001820161369557613695613191565b5060010190565b634e487b7160e01b5f52603160045260245ffd5b5f826136be576136be61355f565b500690565b808202811582820484141761052a5761052a61319156fea164736f6c6343000825000a'
