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
  '0x60e060405234801561000f575f5ffd5b50604051613e7d380380613e7d83398101604081905261002e9161011e565b83518015801590610040575060408111155b801561004e57505f8460ff16115b801561005e5750601f8460ff1611155b801561006b575060048310155b801561007f57505f826001600160401b0316115b8015610098575063ffffffff6001600160401b03831611155b6100b557604051630309cb8760e51b815260040160405180910390fd5b5f6100c08682610288565b505060ff90921660c0526080526001600160401b031660a05250610346565b634e487b7160e01b5f52604160045260245ffd5b805160ff81168114610103575f5ffd5b919050565b80516001600160401b0381168114610103575f5ffd5b5f5f5f5f60808587031215610131575f5ffd5b84516001600160401b03811115610146575f5ffd5b8501601f81018713610156575f5ffd5b80516001600160401b0381111561016f5761016f6100df565b604051601f8201601f19908116603f011681016001600160401b038111828210171561019d5761019d6100df565b6040528181528282016020018910156101b4575f5ffd5b8160208401602083015e5f602083830101528096505050506101d8602086016100f3565b604086015190935091506101ee60608601610108565b905092959194509250565b600181811c9082168061020d57607f821691505b60208210810361022b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610283578282111561028357805f5260205f20601f840160051c602085101561025c57505f5b90810190601f840160051c035f5b8181101561027f575f8382015560010161026a565b5050505b505050565b81516001600160401b038111156102a1576102a16100df565b6102b5816102af84546101f9565b84610231565b6020601f8211600181146102e7575f83156102d05750848201515b5f19600385901b1c1916600184901b17845561033f565b5f84815260208120601f198516915b8281101561031657878501518255602094850194600190920191016102f6565b508482101561033357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b60805160a05160c051613ace6103af5f395f818161034601528181611764015261178e01525f81816102aa0152818161073f01526115ff01525f81816103aa01528181610f44015281816110700152818161109c01528181611f020152611f7e0152613ace5ff3fe608060405260043610610182575f3560e01c806354fd4d50116100d157806395348d361161007c578063ce248a2b11610057578063ce248a2b146104aa578063e8b2c243146104c9578063e96421f8146104dd575f5ffd5b806395348d3614610446578063a04d2a0314610465578063a6cda64d14610484575f5ffd5b80638db849e0116100ac5780638db849e0146103f85780638f7758391461040c5780639025e64c14610432575f5ffd5b806354fd4d501461037a57806364c9ec6f146103995780637c97e6ec146103cc575f5ffd5b80631b258d50116101315780633093535b1161010c5780633093535b1461030357806337fde68a146103165780633bc274a414610335575f5ffd5b80631b258d501461027a5780632838863014610299578063305d6617146102e4575f5ffd5b80630818094511610161578063081809451461020a578063111716241461022b57806316dbf7db1461024a575f5ffd5b8062bd45bf1461018657806302fb0c5e146101b857806306fdde03146101e9575b5f5ffd5b348015610191575f5ffd5b506101a56101a0366004612f68565b610503565b6040519081526020015b60405180910390f35b3480156101c3575f5ffd5b506002546101d49063ffffffff1681565b60405163ffffffff90911681526020016101af565b3480156101f4575f5ffd5b506101fd6105b5565b6040516101af9190612faf565b348015610215575f5ffd5b50610229610224366004613008565b610640565b005b348015610236575f5ffd5b506101a56102453660046130b3565b6109a5565b348015610255575f5ffd5b506102696102643660046130b3565b610a6a565b6040516101af9594939291906131bf565b348015610285575f5ffd5b506102296102943660046132a1565b610e11565b3480156102a4575f5ffd5b506102cc7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160401b0390911681526020016101af565b3480156102ef575f5ffd5b506102296102fe36600461330c565b610f6d565b610229610311366004613383565b61104b565b348015610321575f5ffd5b506101a56103303660046133c1565b6111d6565b348015610340575f5ffd5b506103687f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff90911681526020016101af565b348015610385575f5ffd5b506001546102cc906001600160401b031681565b3480156103a4575f5ffd5b506101a57f000000000000000000000000000000000000000000000000000000000000000081565b3480156103d7575f5ffd5b506103eb6103e63660046133dc565b611236565b6040516101af91906133f3565b348015610403575f5ffd5b506101a5600481565b348015610417575f5ffd5b506001546102cc90600160401b90046001600160401b031681565b34801561043d575f5ffd5b506101a561145b565b348015610451575f5ffd5b50610229610460366004613415565b611514565b348015610470575f5ffd5b5061022961047f3660046133dc565b61159b565b34801561048f575f5ffd5b506001546102cc90600160c01b90046001600160401b031681565b3480156104b5575f5ffd5b506102296104c43660046134dc565b6116c6565b3480156104d4575f5ffd5b506101a5611748565b3480156104e8575f5ffd5b506001546102cc90600160801b90046001600160401b031681565b5f600261050e61145b565b6040517f7061726c65792f3120636f6e6669726d6174696f6e0000000000000000000000602082015260368101919091526001600160c01b031960c085901b166056820152605e015b60408051601f198184030181529082905261057191613584565b602060405180830381855afa15801561058c573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906105af919061359a565b92915050565b5f80546105c1906135b1565b80601f01602080910402602001604051908101604052809291908181526020018280546105ed906135b1565b80156106385780601f1061060f57610100808354040283529160200191610638565b820191905f5260205f20905b81548152906001019060200180831161061b57829003601f168201915b505050505081565b6001546001600160401b0380821691600160801b900481169087161080159061067b5750806001600160401b0316866001600160401b031611155b81906106c4576040517f82e71e1f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024015b60405180910390fd5b506001546001600160401b03808316600160401b9092041603610713576040517f560ff90000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b838281146107345760405163a220f37f60e01b815260040160405180910390fd5b6001545f90610774907f000000000000000000000000000000000000000000000000000000000000000090600160c01b90046001600160401b03166135f7565b90505f61077f611748565b90505f811180156107905750808310155b806107a45750816001600160401b03164210155b818390916107f0576040517f723b1f2000000000000000000000000000000000000000000000000000000000815260048101929092526001600160401b031660248201526044016106bb565b50505f6107fc8a610503565b90505f5b8481101561092f57801580610850575089898281811061082257610822613616565b905060200201358a8a600184610838919061362a565b81811061084757610847613616565b90506020020135105b61086d5760405163a220f37f60e01b815260040160405180910390fd5b5f60035f8c8c8581811061088357610883613616565b9050602002013581526020019081526020015f209050600160048111156108ac576108ac6130d3565b6002820154600160e01b900460ff1660048111156108cc576108cc6130d3565b6002830154600160e01b900460ff1691146108fb57604051630d64047360e21b81526004016106bb919061363d565b50610926815f01548260010154858c8c8781811061091b5761091b613616565b9050604002016117e1565b50600101610800565b50600180546fffffffffffffffff00000000000000001916600160401b6001600160401b0388169081029190911790915560408051918252602082018690527f947ae4e77247d7ff81e61bef1a34d9b9442181a87dfa05f8a5dd5acf88bc4b73910160405180910390a150505050505050505050565b6040517f7061726c65792f31206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f1981840301815290829052610a2591613584565b602060405180830381855afa158015610a40573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610a63919061359a565b9392505050565b60045460609081905f8080838810610a825783610a84565b875b90505f610a91828661362a565b8810610aa657610aa1828661362a565b610aa8565b875b9050806001600160401b03811115610ac257610ac261364b565b604051908082528060200260200182016040528015610aeb578160200160208202803683370190505b509650806001600160401b03811115610b0657610b0661364b565b604051908082528060200260200182016040528015610b8357816020015b610b7060408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b815260200190600190039081610b245790505b5095505f5b81811015610de9576004610b9c828561365f565b81548110610bac57610bac613616565b905f5260205f200154888281518110610bc757610bc7613616565b60200260200101818152505060035f898381518110610be857610be8613616565b60209081029190910181015182528181019290925260409081015f208151610120810183528154815260018201549381019390935260028101546001600160a01b03811692840192909252600160a01b82046001600160401b03166060840152906080830190600160e01b900460ff166004811115610c6957610c696130d3565b6004811115610c7a57610c7a6130d3565b815260038201546001600160401b038082166020840152600160401b909104166040820152600482018054606090920191610cb4906135b1565b80601f0160208091040260200160405190810160405280929190818152602001828054610ce0906135b1565b8015610d2b5780601f10610d0257610100808354040283529160200191610d2b565b820191905f5260205f20905b815481529060010190602001808311610d0e57829003601f168201915b50505050508152602001600582018054610d44906135b1565b80601f0160208091040260200160405190810160405280929190818152602001828054610d70906135b1565b8015610dbb5780601f10610d9257610100808354040283529160200191610dbb565b820191905f5260205f20905b815481529060010190602001808311610d9e57829003601f168201915b505050505081525050878281518110610dd657610dd6613616565b6020908102919091010152600101610b88565b50506001549598949750929550506001600160401b0380851694600160401b90041692915050565b5f610e1b8361182f565b9050600280820154600160e01b900460ff166004811115610e3e57610e3e6130d3565b6002830154600160e01b900460ff169114610e6d57604051630d64047360e21b81526004016106bb919061363d565b506002810154600160a01b90046001600160401b031642811115610ec9576040517fd606d83f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024016106bb565b5060028101805468ffffffffffffffffff60a01b19167c03000000000000000000000000000000000000000000000000000000001790556040516001600160a01b038316815283907f35d6c9e4f36bf5b973eaff77f71b0476ae488f309f23417ebc67361d41ad996e9060200160405180910390a2610f68827f0000000000000000000000000000000000000000000000000000000000000000611895565b505050565b5f610f778661182f565b9050610f83858561193e565b610f8d838361193e565b60048101610f9c8587836136c0565b5060058101610fac8385836136c0565b50600154600160401b81046001600160401b039081169116145f610fce611a53565b9050811561100157600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b877f9114e3141e15dbbddd23e5a953f9e6a2134405b62921f1720b3987324cfb5f2082898989896040516110399594939291906137a1565b60405180910390a25050505050505050565b808061106a5760405163a220f37f60e01b815260040160405180910390fd5b611094817f00000000000000000000000000000000000000000000000000000000000000006137e2565b34146110c0827f00000000000000000000000000000000000000000000000000000000000000006137e2565b906110fa576040517ff17d47af0000000000000000000000000000000000000000000000000000000081526004016106bb91815260200190565b50600454155f611108611a53565b90505f5b838110156111495761114186868381811061112957611129613616565b905060200281019061113b91906137f9565b83611a96565b60010161110c565b50600180546fffffffffffffffffffffffffffffffff81166001600160401b03918216600160801b0277ffffffffffffffffffffffffffffffffffffffffffffffff1617600160c01b42929092169190910217905581156111cf57600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b5050505050565b6040517f7061726c65792f31206e6f646520726567697374726174696f6e000000000000602082015246603b8201526bffffffffffffffffffffffff1930606090811b8216605b84015283901b16606f8201525f90600290608301610557565b61128260408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b5f828152600360209081526040918290208251610120810184528154815260018201549281019290925260028101546001600160a01b03811693830193909352600160a01b83046001600160401b0316606083015290916080830190600160e01b900460ff1660048111156112f9576112f96130d3565b600481111561130a5761130a6130d3565b815260038201546001600160401b038082166020840152600160401b909104166040820152600482018054606090920191611344906135b1565b80601f0160208091040260200160405190810160405280929190818152602001828054611370906135b1565b80156113bb5780601f10611392576101008083540402835291602001916113bb565b820191905f5260205f20905b81548152906001019060200180831161139e57829003601f168201915b505050505081526020016005820180546113d4906135b1565b80601f0160208091040260200160405190810160405280929190818152602001828054611400906135b1565b801561144b5780601f106114225761010080835404028352916020019161144b565b820191905f5260205f20905b81548152906001019060200180831161142e57829003601f168201915b5050505050815250509050919050565b6040517f7061726c65792f3120636861696e206e6574776f726b2069640000000000000060208201526001600160c01b03194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f19818403018152908290526114d191613584565b602060405180830381855afa1580156114ec573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061150f919061359a565b905090565b5f61151e89611cd4565b905061152c87878686611d5b565b61154957604051633a09092760e11b815260040160405180910390fd5b611567815f015482600101546115618c8c8c8c611e05565b886117e1565b611585815f0154826001015461157f8c8c8989611e05565b856117e1565b61159089825f611e8f565b505050505050505050565b5f6115a58261182f565b905060016002820154600160e01b900460ff1660048111156115c9576115c96130d3565b6002830154600160e01b900460ff1691146115f857604051630d64047360e21b81526004016106bb919061363d565b505f6116247f0000000000000000000000000000000000000000000000000000000000000000426135f7565b6002830180546001600160401b038316600160a01b0268ffffffffffffffffff60a01b19909116177c0200000000000000000000000000000000000000000000000000000000179055905061167882611fb1565b600154604080516001600160401b039283168152918316602083015284917fdeeda9c4096e227c01296090d1d2e799c31f859755e00ae7be0badf128d0749a910160405180910390a2505050565b5f6116d088611cd4565b90506116dc858461207a565b6116f957604051633a09092760e11b815260040160405180910390fd5b5f611706898989896120c2565b905061171b825f0154836001015483886117e1565b611727898989876120c2565b905061173c825f0154836001015483866117e1565b61159089836001611e8f565b6002545f9063ffffffff16808203611761575f91505090565b5f7f000000000000000000000000000000000000000000000000000000000000000060ff1682106117b5577f000000000000000000000000000000000000000000000000000000000000000060ff166117b7565b815b905060036117c660018361362a565b6117d0919061382b565b6117da908361362a565b9250505090565b6117f3828235602084013587876122ce565b611829576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b50505050565b5f61183982611cd4565b60028101549091506001600160a01b031633811461188f576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b0390911660048201526024016106bb565b50919050565b804710156118d8576040517fcf479181000000000000000000000000000000000000000000000000000000008152476004820152602481018290526044016106bb565b6118f1828260405180602001604052805f815250612309565b156118fa575050565b3d1561190c5761190861231e565b5050565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b818180801580159061195257506101008111155b61196f5760405163e6c4247b60e01b815260040160405180910390fd5b5f5b81811015611a4b575f84848381811061198c5761198c613616565b909101357fff00000000000000000000000000000000000000000000000000000000000000169150507f200000000000000000000000000000000000000000000000000000000000000081118015611a2557507f7f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008216105b611a425760405163e6c4247b60e01b815260040160405180910390fd5b50600101611971565b505050505050565b600180545f91908290611a6e906001600160401b031661383e565b91906101000a8154816001600160401b0302191690836001600160401b031602179055905090565b81356020830135611ab2611aad6040860186613868565b61193e565b611ac2611aad6060860186613868565b5f611acd83836109a5565b5f8181526003602052604081209192506002820154600160e01b900460ff166004811115611afd57611afd6130d3565b6002830154600160e01b900460ff169114611b2c57604051630d64047360e21b81526004016106bb919061363d565b50611b448484611b3b336111d6565b896080016117e1565b83815560018101839055600281018054337fffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffff167fffffff00ffffffffffffffff000000000000000000000000000000000000000090911617600160e01b17905560038101805467ffffffffffffffff19166001600160401b038716179055611bcf6040870187613868565b6004830191611bdf9190836136c0565b50611bed6060870187613868565b6005830191611bfd9190836136c0565b50600480546001810182555f9182527f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b0183905560028054909190611c479063ffffffff166138aa565b91906101000a81548163ffffffff021916908363ffffffff160217905550336001600160a01b0316827fef104a17286b7f28c2b74f494040cff7e354187dc459136ffe09c7f58bd270648787878b8060400190611ca49190613868565b611cb160608f018f613868565b604051611cc497969594939291906138c5565b60405180910390a3505050505050565b5f81815260036020526040902060016002820154600160e01b900460ff166004811115611d0357611d036130d3565b1480611d2d5750600280820154600160e01b900460ff166004811115611d2b57611d2b6130d3565b145b6002820154600160e01b900460ff169061188f57604051630d64047360e21b81526004016106bb919061363d565b5f611d668585612329565b8015611d775750611d778383612329565b8015611dc05750611d8b60055f8486613914565b611d949161393b565b6001600160d81b031916611dab60055f8789613914565b611db49161393b565b6001600160d81b031916145b8015611dfa57508282604051611dd7929190613971565b60405180910390208585604051611def929190613971565b604051809103902014155b90505b949350505050565b5f6002858535611e1b6040880160208901612f68565b87604001358787604051602001611e3796959493929190613980565b60408051601f1981840301815290829052611e5191613584565b602060405180830381855afa158015611e6c573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611dfa919061359a565b5f60016002840154600160e01b900460ff166004811115611eb257611eb26130d3565b60028501805468ffffffffffffffffff60a01b19167c04000000000000000000000000000000000000000000000000000000001790551490508015611efa57611efa83611fb1565b5f611f2660047f000000000000000000000000000000000000000000000000000000000000000061382b565b600154604051919250339187917f2df4c16a4abac4b9a45f2f3fcc24fe42c04c40a1ef06303085c2c7e57d2b654b91611f6c916001600160401b031690889087906139e1565b60405180910390a3611fa75f611fa2837f000000000000000000000000000000000000000000000000000000000000000061362a565b611895565b6111cf3382611895565b611fb9611a53565b6003820180546001600160401b0392909216600160401b026fffffffffffffffff000000000000000019909216919091179055600280545f906120019063ffffffff16613a12565b825463ffffffff9182166101009390930a9283029190920219909116179055600180546fffffffffffffffffffffffffffffffff81166001600160401b03918216600160801b0277ffffffffffffffffffffffffffffffffffffffffffffffff1617600160c01b42929092169190910217905550565b50565b5f81602001358360200135141580610a63575061209a6020830183612f68565b6001600160401b03166120b06020850185612f68565b6001600160401b031614159392505050565b5f80600286866120d56020870187612f68565b6020870135886120eb60608a0160408b01612f68565b6040517f7061726c65792f312072656365697074206c65616600000000000000000000006020820152603681019690965260568601949094526001600160c01b031960c093841b81166076870152607e860192909252821b8116609e85015291901b1660a682015260ae0160408051601f198184030181529082905261217091613584565b602060405180830381855afa15801561218b573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906121ae919061359a565b90505f6121ef826121c56080870160608801613a30565b61ffff166121d960a0880160808901613a30565b61ffff166121ea60a0890189613a51565b6123df565b9050600261220360a0860160808701613a30565b8260405160200161226b9291907f7061726c65792f31207265636569707473000000000000000000000000000000815260f09290921b7fffff000000000000000000000000000000000000000000000000000000000000166012830152601482015260340190565b60408051601f198184030181529082905261228591613584565b602060405180830381855afa1580156122a0573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906122c3919061359a565b979650505050505050565b5f5f5f6122de88888888886124cb565b91509150806122f9576122f488888888886125a6565b6122fb565b815b925050505b95945050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b5f600582101561233a57505f6105af565b5f83835f81811061234d5761234d613616565b919091013560f81c915050600181148061236a575060ff81166002145b156123865761237b6028600561365f565b831491506105af9050565b60ff811660031461239a575f9150506105af565b5f6123b3858560056123ae6028600461365f565b6126a2565b90505f1981036123c7575f925050506105af565b836123d586828460286126a2565b1495945050505050565b5f838510612400576040516320db826760e01b815260040160405180910390fd5b5f845b600181111561249f578087600118101561248657838210612437576040516320db826760e01b815260040160405180910390fd5b5f85858461244481613a96565b955081811061245557612455613616565b9050602002013590508760011660011461247857612473898261270f565b612482565b612482818a61270f565b9850505b600196871c96612496828261365f565b901c9050612403565b508083146124c0576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f5f6124d78686612753565b15806124ea57506124e884846127bd565b155b156124fa57505f9050600161259c565b6125078787878787612836565b156125175750600190508061259c565b6125867fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b612836565b1561259657505f9050600161259c565b505f9050805b9550959350505050565b5f6125b18585612753565b15806125c457506125c283836127bd565b155b156125d057505f612300565b5f6125db8484612876565b90505f612608867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551612a69565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f612664858484612a78565b509050896126927fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183613aae565b149b9a5050505050505050505050565b5f8383106126b257505f19611dfd565b5f8585858181106126c5576126c5613616565b919091013560f81c91505060018111156126e3575f19915050611dfd565b6126f08360ff83166137e2565b6126fb85600161365f565b612705919061365f565b9695505050505050565b6040517f7061726c65792f312072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f90600290607601610a0b565b5f821580159061278257507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b801561278d57508115155b8015610a635750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa61286957fe5b50505f5195945050505050565b61287e612f06565b60405180606001604052805f81526020015f81526020015f815250815f601081106128ab576128ab613616565b602002018190525060405180606001604052808481526020018381526020016001815250816001601081106128e2576128e2613616565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5815260200160018152508160046010811061295957612959613616565b602002015261296f8160015b6020020151612b9c565b604082015261297f816004612965565b610100820152602081015161299c908260025b6020020151612bf8565b60608201526129b58160015b6020020151826004612992565b60a08201526129c58160026129a8565b60c08201526129d58160036129a8565b60e08201526129ee8160015b6020020151826008612992565b6101208201526129ff8160026129e1565b610140820152612a108160036129e1565b610160820152612a218160046129e1565b610180820152612a3b8160015b602002015182600c612992565b6101a0820152612a4c816002612a2e565b6101c0820152612a5d816003612a2e565b6101e082015292915050565b5f610a63836002840384612c56565b5f80808080805b6080811015612b80578115612ab357612a99848484612c77565b91955093509150612aab848484612c77565b919550935091505b600c60fc89901c1660fe88901c17898160108110612ad357612ad3613616565b60200201516040015115612b6c57825f03612b4257898160108110612afa57612afa613616565b6020020151518a8260108110612b1257612b12613616565b6020020151602001518b8360108110612b2d57612b2d613616565b60200201516040015191965094509250612b6c565b612b648a8260108110612b5757612b57613616565b6020020151868686612d0f565b919650945092505b50600297881b979690961b95600101612a7f565b50612b8c838383612e50565b945094505050505b935093915050565b612bbd60405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612bd6855f015186602001518760400151612c77565b6040805160608101825293845260208401929092529082015295945050505050565b612c1960405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612c3386865f015187602001518860400151612d0f565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f612c64868686612ea3565b9150915081612300576123006012612ef5565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f0908935081158415168015612d755760018114612dbb57612e3f565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c880986099750612e3f565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f03612e6357505f905080612b94565b6ffffffffeffffffffffffffffffffffff60601b195f612e838583612a69565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f03612eb657505f905080612b94565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b6040518061020001604052806010905b612f3760405180606001604052805f81526020015f81526020015f81525090565b815260200190600190039081612f165790505090565b80356001600160401b0381168114612f63575f5ffd5b919050565b5f60208284031215612f78575f5ffd5b610a6382612f4d565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f610a636020830184612f81565b5f5f83601f840112612fd1575f5ffd5b5081356001600160401b03811115612fe7575f5ffd5b6020830191508360208260051b8501011115613001575f5ffd5b9250929050565b5f5f5f5f5f6060868803121561301c575f5ffd5b61302586612f4d565b945060208601356001600160401b0381111561303f575f5ffd5b61304b88828901612fc1565b90955093505060408601356001600160401b03811115613069575f5ffd5b8601601f81018813613079575f5ffd5b80356001600160401b0381111561308e575f5ffd5b8860208260061b84010111156130a2575f5ffd5b959894975092955050506020019190565b5f5f604083850312156130c4575f5ffd5b50508035926020909101359150565b634e487b7160e01b5f52602160045260245ffd5b600581106130f7576130f76130d3565b9052565b80518252602081015160208301525f604082015161312460408501826001600160a01b03169052565b50606082015161313f60608501826001600160401b03169052565b50608082015161315260808501826130e7565b5060a082015161316d60a08501826001600160401b03169052565b5060c082015161318860c08501826001600160401b03169052565b5060e082015161012060e08501526131a4610120850182612f81565b90506101008301518482036101008601526123008282612f81565b60a080825286519082018190525f90602088019060c0840190835b818110156131f85783518352602093840193909201916001016131da565b50508381036020850152809150875180825260208201925060208160051b83010160208a015f5b8381101561325157601f1985840301865261323b8383516130fb565b602096870196909350919091019060010161321f565b5050604086018990526001600160401b0388166060870152935061327492505050565b6001600160401b03831660808301529695505050505050565b6001600160a01b0381168114612077575f5ffd5b5f5f604083850312156132b2575f5ffd5b8235915060208301356132c48161328d565b809150509250929050565b5f5f83601f8401126132df575f5ffd5b5081356001600160401b038111156132f5575f5ffd5b602083019150836020828501011115613001575f5ffd5b5f5f5f5f5f60608688031215613320575f5ffd5b8535945060208601356001600160401b0381111561333c575f5ffd5b613348888289016132cf565b90955093505060408601356001600160401b03811115613366575f5ffd5b613372888289016132cf565b969995985093965092949392505050565b5f5f60208385031215613394575f5ffd5b82356001600160401b038111156133a9575f5ffd5b6133b585828601612fc1565b90969095509350505050565b5f602082840312156133d1575f5ffd5b8135610a638161328d565b5f602082840312156133ec575f5ffd5b5035919050565b602081525f610a6360208301846130fb565b5f6040828403121561188f575f5ffd5b5f5f5f5f5f5f5f5f888a0361014081121561342e575f5ffd5b893598506060601f1982011215613443575f5ffd5b5060208901965060808901356001600160401b03811115613462575f5ffd5b61346e8b828c016132cf565b909750955061348290508a60a08b01613405565b935060e08901356001600160401b0381111561349c575f5ffd5b6134a88b828c016132cf565b90945092506134bd90508a6101008b01613405565b90509295985092959890939650565b5f60c0828403121561188f575f5ffd5b5f5f5f5f5f5f5f610120888a0312156134f3575f5ffd5b873596506020880135955061350a60408901612f4d565b945060608801356001600160401b03811115613524575f5ffd5b6135308a828b016134cc565b9450506135408960808a01613405565b925060c08801356001600160401b0381111561355a575f5ffd5b6135668a828b016134cc565b9250506135768960e08a01613405565b905092959891949750929550565b5f82518060208501845e5f920191825250919050565b5f602082840312156135aa575f5ffd5b5051919050565b600181811c908216806135c557607f821691505b60208210810361188f57634e487b7160e01b5f52602260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b6001600160401b0381811683821601908111156105af576105af6135e3565b634e487b7160e01b5f52603260045260245ffd5b818103818111156105af576105af6135e3565b602081016105af82846130e7565b634e487b7160e01b5f52604160045260245ffd5b808201808211156105af576105af6135e3565b601f821115610f685782821115610f6857805f5260205f20601f840160051c602085101561369d57505f5b90810190601f840160051c035f5b81811015611a4b575f838201556001016136ab565b6001600160401b038311156136d7576136d761364b565b6136eb836136e583546135b1565b83613672565b5f601f84116001811461371c575f85156137055750838201355b5f19600387901b1c1916600186901b1783556111cf565b5f83815260208120601f198716915b8281101561374b578685013582556020948501946001909201910161372b565b5086821015613767575f1960f88860031b161c19848701351681555b505060018560011b0183555050505050565b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b6001600160401b0386168152606060208201525f6137c3606083018688613779565b82810360408401526137d6818587613779565b98975050505050505050565b80820281158282048414176105af576105af6135e3565b5f823560be1983360301811261380d575f5ffd5b9190910192915050565b634e487b7160e01b5f52601260045260245ffd5b5f8261383957613839613817565b500490565b5f6001600160401b0382166001600160401b03810361385f5761385f6135e3565b60010192915050565b5f5f8335601e1984360301811261387d575f5ffd5b8301803591506001600160401b03821115613896575f5ffd5b602001915036819003821315613001575f5ffd5b5f63ffffffff821663ffffffff810361385f5761385f6135e3565b6001600160401b038816815286602082015285604082015260a060608201525f6138f360a083018688613779565b8281036080840152613906818587613779565b9a9950505050505050505050565b5f5f85851115613922575f5ffd5b8386111561392e575f5ffd5b5050820193919092039150565b80356001600160d81b0319811690600584101561396a576001600160d81b0319808560050360031b1b82161691505b5092915050565b818382375f9101908152919050565b7f7061726c65792f31207365616c2073746174656d656e7400000000000000000081528660188201528560388201526001600160c01b03198560c01b166058820152836060820152818360808301375f910160800190815295945050505050565b6001600160401b03841681526060810160028410613a0157613a016130d3565b602082019390935260400152919050565b5f63ffffffff821680613a2757613a276135e3565b5f190192915050565b5f60208284031215613a40575f5ffd5b813561ffff81168114610a63575f5ffd5b5f5f8335601e19843603018112613a66575f5ffd5b8301803591506001600160401b03821115613a7f575f5ffd5b6020019150600581901b3603821315613001575f5ffd5b5f60018201613aa757613aa76135e3565b5060010190565b5f82613abc57613abc613817565b50069056fea164736f6c6343000825000a'
