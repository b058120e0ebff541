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
  '0x60e060405234801561000f575f5ffd5b50604051613e0a380380613e0a83398101604081905261002e9161011e565b83518015801590610040575060408111155b801561004e57505f8460ff16115b801561005e5750601f8460ff1611155b801561006b575060048310155b801561007f57505f826001600160401b0316115b8015610098575063ffffffff6001600160401b03831611155b6100b557604051630309cb8760e51b815260040160405180910390fd5b5f6100c08682610288565b505060ff90921660c0526080526001600160401b031660a05250610346565b634e487b7160e01b5f52604160045260245ffd5b805160ff81168114610103575f5ffd5b919050565b80516001600160401b0381168114610103575f5ffd5b5f5f5f5f60808587031215610131575f5ffd5b84516001600160401b03811115610146575f5ffd5b8501601f81018713610156575f5ffd5b80516001600160401b0381111561016f5761016f6100df565b604051601f8201601f19908116603f011681016001600160401b038111828210171561019d5761019d6100df565b6040528181528282016020018910156101b4575f5ffd5b8160208401602083015e5f602083830101528096505050506101d8602086016100f3565b604086015190935091506101ee60608601610108565b905092959194509250565b600181811c9082168061020d57607f821691505b60208210810361022b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610283578282111561028357805f5260205f20601f840160051c602085101561025c57505f5b90810190601f840160051c035f5b8181101561027f575f8382015560010161026a565b5050505b505050565b81516001600160401b038111156102a1576102a16100df565b6102b5816102af84546101f9565b84610231565b6020601f8211600181146102e7575f83156102d05750848201515b5f19600385901b1c1916600184901b17845561033f565b5f84815260208120601f198516915b8281101561031657878501518255602094850194600190920191016102f6565b508482101561033357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b60805160a05160c051613a5b6103af5f395f8181610342015281816116f9015261172301525f81816102a6015281816106eb015261158d01525f81816103a601528181610eef0152818161101b0152818161104701528181611e9e0152611f1a0152613a5b5ff3fe608060405260043610610177575f3560e01c80633bc274a4116100d15780639025e64c1161007c578063a6cda64d11610057578063a6cda64d14610480578063ce248a2b146104a6578063e8b2c243146104c5575f5ffd5b80639025e64c1461042e57806395348d3614610442578063a04d2a0314610461575f5ffd5b80637c97e6ec116100ac5780637c97e6ec146103c85780638db849e0146103f45780638f77583914610408575f5ffd5b80633bc274a41461033157806354fd4d501461037657806364c9ec6f14610395575f5ffd5b806316dbf7db11610131578063305d66171161010c578063305d6617146102e05780633093535b146102ff57806337fde68a14610312575f5ffd5b806316dbf7db146102465780631b258d50146102765780632838863014610295575f5ffd5b806306fdde031161016157806306fdde03146101e557806308180945146102065780631117162414610227575f5ffd5b8062bd45bf1461017b57806302fb0c5e146101ad575b5f5ffd5b348015610186575f5ffd5b5061019a610195366004612ef5565b6104d9565b6040519081526020015b60405180910390f35b3480156101b8575f5ffd5b506001546101d090600160c01b900463ffffffff1681565b60405163ffffffff90911681526020016101a4565b3480156101f0575f5ffd5b506101f961058b565b6040516101a49190612f3c565b348015610211575f5ffd5b50610225610220366004612f95565b610616565b005b348015610232575f5ffd5b5061019a610241366004613040565b610950565b348015610251575f5ffd5b50610265610260366004613040565b610a15565b6040516101a495949392919061314c565b348015610281575f5ffd5b5061022561029036600461322e565b610dbc565b3480156102a0575f5ffd5b506102c87f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160401b0390911681526020016101a4565b3480156102eb575f5ffd5b506102256102fa366004613299565b610f18565b61022561030d366004613310565b610ff6565b34801561031d575f5ffd5b5061019a61032c36600461334e565b611166565b34801561033c575f5ffd5b506103647f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff90911681526020016101a4565b348015610381575f5ffd5b506001546102c8906001600160401b031681565b3480156103a0575f5ffd5b5061019a7f000000000000000000000000000000000000000000000000000000000000000081565b3480156103d3575f5ffd5b506103e76103e2366004613369565b6111c6565b6040516101a49190613380565b3480156103ff575f5ffd5b5061019a600481565b348015610413575f5ffd5b506001546102c890600160401b90046001600160401b031681565b348015610439575f5ffd5b5061019a6113e9565b34801561044d575f5ffd5b5061022561045c3660046133a2565b6114a2565b34801561046c575f5ffd5b5061022561047b366004613369565b611529565b34801561048b575f5ffd5b506001546102c890600160801b90046001600160401b031681565b3480156104b1575f5ffd5b506102256104c0366004613469565b611654565b3480156104d0575f5ffd5b5061019a6116d6565b5f60026104e46113e9565b6040517f7061726c65792f3120636f6e6669726d6174696f6e0000000000000000000000602082015260368101919091526001600160c01b031960c085901b166056820152605e015b60408051601f198184030181529082905261054791613511565b602060405180830381855afa158015610562573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906105859190613527565b92915050565b5f80546105979061353e565b80601f01602080910402602001604051908101604052809291908181526020018280546105c39061353e565b801561060e5780601f106105e55761010080835404028352916020019161060e565b820191905f5260205f20905b8154815290600101906020018083116105f157829003601f168201915b505050505081565b6001546001600160401b039081169086168114610670576040517f82e71e1f0000000000000000000000000000000000000000000000000000000081526001600160401b0390911660048201526024015b60405180910390fd5b506001546001600160401b03808716600160401b90920416036106bf576040517f560ff90000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b828181146106e05760405163a220f37f60e01b815260040160405180910390fd5b6001545f90610720907f000000000000000000000000000000000000000000000000000000000000000090600160801b90046001600160401b0316613584565b90505f61072b6116d6565b90505f8111801561073c5750808310155b806107505750816001600160401b03164210155b8183909161079c576040517f723b1f2000000000000000000000000000000000000000000000000000000000815260048101929092526001600160401b03166024820152604401610667565b50505f6107a8896104d9565b90505f5b848110156108db578015806107fc57508888828181106107ce576107ce6135a3565b9050602002013589896001846107e491906135b7565b8181106107f3576107f36135a3565b90506020020135105b6108195760405163a220f37f60e01b815260040160405180910390fd5b5f60025f8b8b8581811061082f5761082f6135a3565b9050602002013581526020019081526020015f2090506001600481111561085857610858613060565b6002820154600160e01b900460ff16600481111561087857610878613060565b6002830154600160e01b900460ff1691146108a757604051630d64047360e21b815260040161066791906135ca565b506108d2815f01548260010154858b8b878181106108c7576108c76135a3565b905060400201611776565b506001016107ac565b50600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038c169081029190911790915560408051918252602082018690527f947ae4e77247d7ff81e61bef1a34d9b9442181a87dfa05f8a5dd5acf88bc4b73910160405180910390a1505050505050505050565b6040517f7061726c65792f31206e6f64650000000000000000000000000000000000000060208201527f0400000000000000000000000000000000000000000000000000000000000000602e820152602f8101839052604f81018290525f90600290606f015b60408051601f19818403018152908290526109d091613511565b602060405180830381855afa1580156109eb573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190610a0e9190613527565b9392505050565b60035460609081905f8080838810610a2d5783610a2f565b875b90505f610a3c82866135b7565b8810610a5157610a4c82866135b7565b610a53565b875b9050806001600160401b03811115610a6d57610a6d6135d8565b604051908082528060200260200182016040528015610a96578160200160208202803683370190505b509650806001600160401b03811115610ab157610ab16135d8565b604051908082528060200260200182016040528015610b2e57816020015b610b1b60408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b815260200190600190039081610acf5790505b5095505f5b81811015610d94576003610b4782856135ec565b81548110610b5757610b576135a3565b905f5260205f200154888281518110610b7257610b726135a3565b60200260200101818152505060025f898381518110610b9357610b936135a3565b60209081029190910181015182528181019290925260409081015f208151610120810183528154815260018201549381019390935260028101546001600160a01b03811692840192909252600160a01b82046001600160401b03166060840152906080830190600160e01b900460ff166004811115610c1457610c14613060565b6004811115610c2557610c25613060565b815260038201546001600160401b038082166020840152600160401b909104166040820152600482018054606090920191610c5f9061353e565b80601f0160208091040260200160405190810160405280929190818152602001828054610c8b9061353e565b8015610cd65780601f10610cad57610100808354040283529160200191610cd6565b820191905f5260205f20905b815481529060010190602001808311610cb957829003601f168201915b50505050508152602001600582018054610cef9061353e565b80601f0160208091040260200160405190810160405280929190818152602001828054610d1b9061353e565b8015610d665780601f10610d3d57610100808354040283529160200191610d66565b820191905f5260205f20905b815481529060010190602001808311610d4957829003601f168201915b505050505081525050878281518110610d8157610d816135a3565b6020908102919091010152600101610b33565b50506001549598949750929550506001600160401b0380851694600160401b90041692915050565b5f610dc6836117c4565b9050600280820154600160e01b900460ff166004811115610de957610de9613060565b6002830154600160e01b900460ff169114610e1857604051630d64047360e21b815260040161066791906135ca565b506002810154600160a01b90046001600160401b031642811115610e74576040517fd606d83f0000000000000000000000000000000000000000000000000000000081526001600160401b039091166004820152602401610667565b5060028101805468ffffffffffffffffff60a01b19167c03000000000000000000000000000000000000000000000000000000001790556040516001600160a01b038316815283907f35d6c9e4f36bf5b973eaff77f71b0476ae488f309f23417ebc67361d41ad996e9060200160405180910390a2610f13827f000000000000000000000000000000000000000000000000000000000000000061182a565b505050565b5f610f22866117c4565b9050610f2e85856118d3565b610f3883836118d3565b60048101610f4785878361364d565b5060058101610f5783858361364d565b50600154600160401b81046001600160401b039081169116145f610f796119e8565b90508115610fac57600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b877f9114e3141e15dbbddd23e5a953f9e6a2134405b62921f1720b3987324cfb5f208289898989604051610fe495949392919061372e565b60405180910390a25050505050505050565b80806110155760405163a220f37f60e01b815260040160405180910390fd5b61103f817f000000000000000000000000000000000000000000000000000000000000000061376f565b341461106b827f000000000000000000000000000000000000000000000000000000000000000061376f565b906110a5576040517ff17d47af00000000000000000000000000000000000000000000000000000000815260040161066791815260200190565b50600354155f6110b36119e8565b90505f5b838110156110f4576110ec8686838181106110d4576110d46135a3565b90506020028101906110e69190613786565b83611a2b565b6001016110b7565b50600180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b426001600160401b031602179055811561115f57600180546fffffffffffffffff00000000000000001916600160401b6001600160401b038416021790555b5050505050565b6040517f7061726c65792f31206e6f646520726567697374726174696f6e000000000000602082015246603b8201526bffffffffffffffffffffffff1930606090811b8216605b84015283901b16606f8201525f9060029060830161052d565b61121260408051610120810182525f808252602082018190529181018290526060810182905290608082019081525f602082018190526040820152606080820181905260809091015290565b5f8281526002602081815260409283902083516101208101855281548152600182015492810192909252918201546001600160a01b03811693820193909352600160a01b83046001600160401b03166060820152916080830190600160e01b900460ff16600481111561128757611287613060565b600481111561129857611298613060565b815260038201546001600160401b038082166020840152600160401b9091041660408201526004820180546060909201916112d29061353e565b80601f01602080910402602001604051908101604052809291908181526020018280546112fe9061353e565b80156113495780601f1061132057610100808354040283529160200191611349565b820191905f5260205f20905b81548152906001019060200180831161132c57829003601f168201915b505050505081526020016005820180546113629061353e565b80601f016020809104026020016040519081016040528092919081815260200182805461138e9061353e565b80156113d95780601f106113b0576101008083540402835291602001916113d9565b820191905f5260205f20905b8154815290600101906020018083116113bc57829003601f168201915b5050505050815250509050919050565b6040517f7061726c65792f3120636861696e206e6574776f726b2069640000000000000060208201526001600160c01b03194660c01b16603a8201526bffffffffffffffffffffffff193060601b1660428201525f9060029060560160408051601f198184030181529082905261145f91613511565b602060405180830381855afa15801561147a573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061149d9190613527565b905090565b5f6114ac89611c70565b90506114ba87878686611cf7565b6114d757604051633a09092760e11b815260040160405180910390fd5b6114f5815f015482600101546114ef8c8c8c8c611da1565b88611776565b611513815f0154826001015461150d8c8c8989611da1565b85611776565b61151e89825f611e2b565b505050505050505050565b5f611533826117c4565b905060016002820154600160e01b900460ff16600481111561155757611557613060565b6002830154600160e01b900460ff16911461158657604051630d64047360e21b815260040161066791906135ca565b505f6115b27f000000000000000000000000000000000000000000000000000000000000000042613584565b6002830180546001600160401b038316600160a01b0268ffffffffffffffffff60a01b19909116177c0200000000000000000000000000000000000000000000000000000000179055905061160682611f4d565b600154604080516001600160401b039283168152918316602083015284917fdeeda9c4096e227c01296090d1d2e799c31f859755e00ae7be0badf128d0749a910160405180910390a2505050565b5f61165e88611c70565b905061166a8584612007565b61168757604051633a09092760e11b815260040160405180910390fd5b5f6116948989898961204f565b90506116a9825f015483600101548388611776565b6116b58989898761204f565b90506116ca825f015483600101548386611776565b61151e89836001611e2b565b6001545f90600160c01b900463ffffffff168082036116f6575f91505090565b5f7f000000000000000000000000000000000000000000000000000000000000000060ff16821061174a577f000000000000000000000000000000000000000000000000000000000000000060ff1661174c565b815b9050600361175b6001836135b7565b61176591906137b8565b61176f90836135b7565b9250505090565b6117888282356020840135878761225b565b6117be576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b50505050565b5f6117ce82611c70565b60028101549091506001600160a01b0316338114611824576040517f76c6c93a0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610667565b50919050565b8047101561186d576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610667565b611886828260405180602001604052805f815250612296565b1561188f575050565b3d156118a15761189d6122ab565b5050565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b81818080158015906118e757506101008111155b6119045760405163e6c4247b60e01b815260040160405180910390fd5b5f5b818110156119e0575f848483818110611921576119216135a3565b909101357fff00000000000000000000000000000000000000000000000000000000000000169150507f2000000000000000000000000000000000000000000000000000000000000000811180156119ba57507f7f000000000000000000000000000000000000000000000000000000000000007fff000000000000000000000000000000000000000000000000000000000000008216105b6119d75760405163e6c4247b60e01b815260040160405180910390fd5b50600101611906565b505050505050565b600180545f91908290611a03906001600160401b03166137cb565b91906101000a8154816001600160401b0302191690836001600160401b031602179055905090565b81356020830135611a47611a4260408601866137f5565b6118d3565b611a57611a4260608601866137f5565b5f611a628383610950565b5f8181526002602052604081209192506002820154600160e01b900460ff166004811115611a9257611a92613060565b6002830154600160e01b900460ff169114611ac157604051630d64047360e21b815260040161066791906135ca565b50611ad98484611ad033611166565b89608001611776565b83815560018101839055600281018054337fffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffff167fffffff00ffffffffffffffff000000000000000000000000000000000000000090911617600160e01b17905560038101805467ffffffffffffffff19166001600160401b038716179055611b6460408701876137f5565b6004830191611b7491908361364d565b50611b8260608701876137f5565b6005830191611b9291908361364d565b5060038054600180820183555f929092527fc2575a0e9e593c00f959f8c92f12db2869c3395a3b0502d05e2516446f71f85b018390558054601890611be390600160c01b900463ffffffff16613837565b91906101000a81548163ffffffff021916908363ffffffff160217905550336001600160a01b0316827fef104a17286b7f28c2b74f494040cff7e354187dc459136ffe09c7f58bd270648787878b8060400190611c4091906137f5565b611c4d60608f018f6137f5565b604051611c609796959493929190613852565b60405180910390a3505050505050565b5f81815260026020526040902060016002820154600160e01b900460ff166004811115611c9f57611c9f613060565b1480611cc95750600280820154600160e01b900460ff166004811115611cc757611cc7613060565b145b6002820154600160e01b900460ff169061182457604051630d64047360e21b815260040161066791906135ca565b5f611d0285856122b6565b8015611d135750611d1383836122b6565b8015611d5c5750611d2760055f84866138a1565b611d30916138c8565b6001600160d81b031916611d4760055f87896138a1565b611d50916138c8565b6001600160d81b031916145b8015611d9657508282604051611d739291906138fe565b60405180910390208585604051611d8b9291906138fe565b604051809103902014155b90505b949350505050565b5f6002858535611db76040880160208901612ef5565b87604001358787604051602001611dd39695949392919061390d565b60408051601f1981840301815290829052611ded91613511565b602060405180830381855afa158015611e08573d5f5f3e3d5ffd5b5050506040513d601f19601f82011682018060405250810190611d969190613527565b5f60016002840154600160e01b900460ff166004811115611e4e57611e4e613060565b60028501805468ffffffffffffffffff60a01b19167c04000000000000000000000000000000000000000000000000000000001790551490508015611e9657611e9683611f4d565b5f611ec260047f00000000000000000000000000000000000000000000000000000000000000006137b8565b600154604051919250339187917f2df4c16a4abac4b9a45f2f3fcc24fe42c04c40a1ef06303085c2c7e57d2b654b91611f08916001600160401b0316908890879061396e565b60405180910390a3611f435f611f3e837f00000000000000000000000000000000000000000000000000000000000000006135b7565b61182a565b61115f338261182a565b611f556119e8565b6003820180546001600160401b0392909216600160401b026fffffffffffffffff00000000000000001990921691909117905560018054601890611fa69063ffffffff600160c01b9091041661399f565b91906101000a81548163ffffffff021916908363ffffffff160217905550612004600180546001600160401b034216600160801b027fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff909116179055565b50565b5f81602001358360200135141580610a0e57506120276020830183612ef5565b6001600160401b031661203d6020850185612ef5565b6001600160401b031614159392505050565b5f80600286866120626020870187612ef5565b60208701358861207860608a0160408b01612ef5565b6040517f7061726c65792f312072656365697074206c65616600000000000000000000006020820152603681019690965260568601949094526001600160c01b031960c093841b81166076870152607e860192909252821b8116609e85015291901b1660a682015260ae0160408051601f19818403018152908290526120fd91613511565b602060405180830381855afa158015612118573d5f5f3e3d5ffd5b5050506040513d601f19601f8201168201806040525081019061213b9190613527565b90505f61217c8261215260808701606088016139bd565b61ffff1661216660a08801608089016139bd565b61ffff1661217760a08901896139de565b61236c565b9050600261219060a08601608087016139bd565b826040516020016121f89291907f7061726c65792f31207265636569707473000000000000000000000000000000815260f09290921b7fffff000000000000000000000000000000000000000000000000000000000000166012830152601482015260340190565b60408051601f198184030181529082905261221291613511565b602060405180830381855afa15801561222d573d5f5f3e3d5ffd5b5050506040513d601f19601f820116820180604052508101906122509190613527565b979650505050505050565b5f5f5f61226b8888888888612458565b9150915080612286576122818888888888612533565b612288565b815b925050505b95945050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b5f60058210156122c757505f610585565b5f83835f8181106122da576122da6135a3565b919091013560f81c91505060018114806122f7575060ff81166002145b1561231357612308602860056135ec565b831491506105859050565b60ff8116600314612327575f915050610585565b5f6123408585600561233b602860046135ec565b61262f565b90505f198103612354575f92505050610585565b83612362868284602861262f565b1495945050505050565b5f83851061238d576040516320db826760e01b815260040160405180910390fd5b5f845b600181111561242c5780876001181015612413578382106123c4576040516320db826760e01b815260040160405180910390fd5b5f8585846123d181613a23565b95508181106123e2576123e26135a3565b9050602002013590508760011660011461240557612400898261269c565b61240f565b61240f818a61269c565b9850505b600196871c9661242382826135ec565b901c9050612390565b5080831461244d576040516320db826760e01b815260040160405180910390fd5b509495945050505050565b5f5f61246486866126e0565b15806124775750612475848461274a565b155b1561248757505f90506001612529565b61249487878787876127c3565b156124a457506001905080612529565b6125137fbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023600560017fa71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac9577f5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b6127c3565b1561252357505f90506001612529565b505f9050805b9550959350505050565b5f61253e85856126e0565b1580612551575061254f838361274a565b155b1561255d57505f61228d565b5f6125688484612803565b90505f612595867fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6325516129f6565b90505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551828a0990505f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551838a0990505f6125f1858484612a05565b5090508961261f7fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183613a3b565b149b9a5050505050505050505050565b5f83831061263f57505f19611d99565b5f858585818110612652576126526135a3565b919091013560f81c9150506001811115612670575f19915050611d99565b61267d8360ff831661376f565b6126888560016135ec565b61269291906135ec565b9695505050505050565b6040517f7061726c65792f312072656365697074206e6f64650000000000000000000000602082015260368101839052605681018290525f906002906076016109b6565b5f821580159061270f57507fffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255183105b801561271a57508115155b8015610a0e5750507f7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a81015919050565b5f6ffffffffeffffffffffffffffffffffff60601b1980838409817f5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b8387857fffffffff00000001000000000000000000000000fffffffffffffffffffffffc878b8c0908090894821191909310169190921416919050565b5f6040518681528560208201528460408201528360608201528260808201525f5f5260205f60a0836101005afa6127f657fe5b50505f5195945050505050565b61280b612e93565b60405180606001604052805f81526020015f81526020015f815250815f60108110612838576128386135a3565b6020020181905250604051806060016040528084815260200183815260200160018152508160016010811061286f5761286f6135a3565b602002018190525060405180606001604052807f6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c29681526020017f4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f581526020016001815250816004601081106128e6576128e66135a3565b60200201526128fc8160015b6020020151612b29565b604082015261290c8160046128f2565b6101008201526020810151612929908260025b6020020151612b85565b60608201526129428160015b602002015182600461291f565b60a0820152612952816002612935565b60c0820152612962816003612935565b60e082015261297b8160015b602002015182600861291f565b61012082015261298c81600261296e565b61014082015261299d81600361296e565b6101608201526129ae81600461296e565b6101808201526129c88160015b602002015182600c61291f565b6101a08201526129d98160026129bb565b6101c08201526129ea8160036129bb565b6101e082015292915050565b5f610a0e836002840384612be3565b5f80808080805b6080811015612b0d578115612a4057612a26848484612c04565b91955093509150612a38848484612c04565b919550935091505b600c60fc89901c1660fe88901c17898160108110612a6057612a606135a3565b60200201516040015115612af957825f03612acf57898160108110612a8757612a876135a3565b6020020151518a8260108110612a9f57612a9f6135a3565b6020020151602001518b8360108110612aba57612aba6135a3565b60200201516040015191965094509250612af9565b612af18a8260108110612ae457612ae46135a3565b6020020151868686612c9c565b919650945092505b50600297881b979690961b95600101612a0c565b50612b19838383612ddd565b945094505050505b935093915050565b612b4a60405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612b63855f015186602001518760400151612c04565b6040805160608101825293845260208401929092529082015295945050505050565b612ba660405180606001604052805f81526020015f81526020015f81525090565b5f5f5f612bc086865f015187602001518860400151612c9c565b604080516060810182529384526020840192909252908201529695505050505050565b5f5f5f612bf1868686612e30565b915091508161228d5761228d6012612e82565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b1980868709818687098283848384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc0984858c8d096003090890508283838b09600409838482600209850385848509089650838485858609600809850385868a880385088509089550505050808186880960020991505093509350939050565b5f5f5f6ffffffffeffffffffffffffffffffffff60601b19604088015181818209828388858a8b090960208c0151098381850385868686098c090884858a8b098d51098581870387868f0908935081158415168015612d025760018114612d4857612dcc565b868586098788898386096002098903898a848a098b038b88890908089a5087888983890987098903898a8e8c038c8689090887090899505086878c880986099750612dcc565b8c8c8c898283098a8283098b8c8d8384097fffffffff00000001000000000000000000000000fffffffffffffffffffffffc098d8e8889096003090890508b8c83870960040994508b8c866002098d038d838409089e508b8c8384096008098c0391508b8f8d03860894508b828d878409089d505050898a8284096002099a505050505b505050505050509450945094915050565b5f5f825f03612df057505f905080612b21565b6ffffffffeffffffffffffffffffffffff60601b195f612e1085836129f6565b905081818209828189099450828383830988099350505050935093915050565b5f5f825f03612e4357505f905080612b21565b60405160208152602080820152602060408201528560608201528460808201528360a082015260205f60c08360055afa9250505f519050935093915050565b634e487b715f52806020526024601cfd5b6040518061020001604052806010905b612ec460405180606001604052805f81526020015f81526020015f81525090565b815260200190600190039081612ea35790505090565b80356001600160401b0381168114612ef0575f5ffd5b919050565b5f60208284031215612f05575f5ffd5b610a0e82612eda565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b602081525f610a0e6020830184612f0e565b5f5f83601f840112612f5e575f5ffd5b5081356001600160401b03811115612f74575f5ffd5b6020830191508360208260051b8501011115612f8e575f5ffd5b9250929050565b5f5f5f5f5f60608688031215612fa9575f5ffd5b612fb286612eda565b945060208601356001600160401b03811115612fcc575f5ffd5b612fd888828901612f4e565b90955093505060408601356001600160401b03811115612ff6575f5ffd5b8601601f81018813613006575f5ffd5b80356001600160401b0381111561301b575f5ffd5b8860208260061b840101111561302f575f5ffd5b959894975092955050506020019190565b5f5f60408385031215613051575f5ffd5b50508035926020909101359150565b634e487b7160e01b5f52602160045260245ffd5b6005811061308457613084613060565b9052565b80518252602081015160208301525f60408201516130b160408501826001600160a01b03169052565b5060608201516130cc60608501826001600160401b03169052565b5060808201516130df6080850182613074565b5060a08201516130fa60a08501826001600160401b03169052565b5060c082015161311560c08501826001600160401b03169052565b5060e082015161012060e0850152613131610120850182612f0e565b905061010083015184820361010086015261228d8282612f0e565b60a080825286519082018190525f90602088019060c0840190835b81811015613185578351835260209384019390920191600101613167565b50508381036020850152809150875180825260208201925060208160051b83010160208a015f5b838110156131de57601f198584030186526131c8838351613088565b60209687019690935091909101906001016131ac565b5050604086018990526001600160401b0388166060870152935061320192505050565b6001600160401b03831660808301529695505050505050565b6001600160a01b0381168114612004575f5ffd5b5f5f6040838503121561323f575f5ffd5b8235915060208301356132518161321a565b809150509250929050565b5f5f83601f84011261326c575f5ffd5b5081356001600160401b03811115613282575f5ffd5b602083019150836020828501011115612f8e575f5ffd5b5f5f5f5f5f606086880312156132ad575f5ffd5b8535945060208601356001600160401b038111156132c9575f5ffd5b6132d58882890161325c565b90955093505060408601356001600160401b038111156132f3575f5ffd5b6132ff8882890161325c565b969995985093965092949392505050565b5f5f60208385031215613321575f5ffd5b82356001600160401b03811115613336575f5ffd5b61334285828601612f4e565b90969095509350505050565b5f6020828403121561335e575f5ffd5b8135610a0e8161321a565b5f60208284031215613379575f5ffd5b5035919050565b602081525f610a0e6020830184613088565b5f60408284031215611824575f5ffd5b5f5f5f5f5f5f5f5f888a036101408112156133bb575f5ffd5b893598506060601f19820112156133d0575f5ffd5b5060208901965060808901356001600160401b038111156133ef575f5ffd5b6133fb8b828c0161325c565b909750955061340f90508a60a08b01613392565b935060e08901356001600160401b03811115613429575f5ffd5b6134358b828c0161325c565b909450925061344a90508a6101008b01613392565b90509295985092959890939650565b5f60c08284031215611824575f5ffd5b5f5f5f5f5f5f5f610120888a031215613480575f5ffd5b873596506020880135955061349760408901612eda565b945060608801356001600160401b038111156134b1575f5ffd5b6134bd8a828b01613459565b9450506134cd8960808a01613392565b925060c08801356001600160401b038111156134e7575f5ffd5b6134f38a828b01613459565b9250506135038960e08a01613392565b905092959891949750929550565b5f82518060208501845e5f920191825250919050565b5f60208284031215613537575f5ffd5b5051919050565b600181811c9082168061355257607f821691505b60208210810361182457634e487b7160e01b5f52602260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b6001600160401b03818116838216019081111561058557610585613570565b634e487b7160e01b5f52603260045260245ffd5b8181038181111561058557610585613570565b602081016105858284613074565b634e487b7160e01b5f52604160045260245ffd5b8082018082111561058557610585613570565b601f821115610f135782821115610f1357805f5260205f20601f840160051c602085101561362a57505f5b90810190601f840160051c035f5b818110156119e0575f83820155600101613638565b6001600160401b03831115613664576136646135d8565b61367883613672835461353e565b836135ff565b5f601f8411600181146136a9575f85156136925750838201355b5f19600387901b1c1916600186901b17835561115f565b5f83815260208120601f198716915b828110156136d857868501358255602094850194600190920191016136b8565b50868210156136f4575f1960f88860031b161c19848701351681555b505060018560011b0183555050505050565b81835281816020850137505f828201602090810191909152601f909101601f19169091010190565b6001600160401b0386168152606060208201525f613750606083018688613706565b8281036040840152613763818587613706565b98975050505050505050565b808202811582820484141761058557610585613570565b5f823560be1983360301811261379a575f5ffd5b9190910192915050565b634e487b7160e01b5f52601260045260245ffd5b5f826137c6576137c66137a4565b500490565b5f6001600160401b0382166001600160401b0381036137ec576137ec613570565b60010192915050565b5f5f8335601e1984360301811261380a575f5ffd5b8301803591506001600160401b03821115613823575f5ffd5b602001915036819003821315612f8e575f5ffd5b5f63ffffffff821663ffffffff81036137ec576137ec613570565b6001600160401b038816815286602082015285604082015260a060608201525f61388060a083018688613706565b8281036080840152613893818587613706565b9a9950505050505050505050565b5f5f858511156138af575f5ffd5b838611156138bb575f5ffd5b5050820193919092039150565b80356001600160d81b031981169060058410156138f7576001600160d81b0319808560050360031b1b82161691505b5092915050565b818382375f9101908152919050565b7f7061726c65792f31207365616c2073746174656d656e7400000000000000000081528660188201528560388201526001600160c01b03198560c01b166058820152836060820152818360808301375f910160800190815295945050505050565b6001600160401b0384168152606081016002841061398e5761398e613060565b602082019390935260400152919050565b5f63ffffffff8216806139b4576139b4613570565b5f190192915050565b5f602082840312156139cd575f5ffd5b813561ffff81168114610a0e575f5ffd5b5f5f8335601e198436030181126139f3575f5ffd5b8301803591506001600160401b03821115613a0c575f5ffd5b6020019150600581901b3603821315612f8e575f5ffd5b5f60018201613a3457613a34613570565b5060010190565b5f82613a4957613a496137a4565b50069056fea164736f6c6343000825000a'
