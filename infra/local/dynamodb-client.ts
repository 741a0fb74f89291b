import { Agent, request } from 'node:http';

/** DynamoDB said no; `code` is the exception's short name, e.g. `ResourceNotFoundException`. */
export class DynamoRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Calls an operation of DynamoDB or of its streams, in the wire's own JSON. */
export interface DynamoClient {
  readonly endpoint: string;
  call<Answer>(operation: string, input: object): Promise<Answer>;
  close(): void;
}

const STREAM_OPERATIONS = new Set(['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams']);

/** Engines on one machine want a signature to be there and do not check it. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20200101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

/**
 * The wire's JSON, and not the SDK, because stream records already have the very shape there that Lambda hands to a
 * function (binary values in base64), and because the host starts half a second sooner without it.
 */
export function dynamoClient(endpoint: string): DynamoClient {
  const agent = new Agent({ keepAlive: true });

  function call<Answer>(operation: string, input: object): Promise<Answer> {
    const service = STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
    const body = JSON.stringify(input);
    return new Promise((resolve, reject) => {
      const sent = request(
        endpoint,
        {
          method: 'POST',
          agent,
          headers: { ...HEADERS, 'x-amz-target': `${service}.${operation}`, 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            try {
              const answer = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
              if (response.statusCode === 200) resolve(answer);
              else reject(refusalOf(answer, response.statusCode ?? 0));
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  return { endpoint, call, close: () => agent.destroy() };
}

function refusalOf(answer: Record<string, unknown>, status: number): DynamoRefusal {
  const code = String(answer.__type ?? status)
    .split('#')
    .pop();
  return new DynamoRefusal(code ?? '', String(answer.message ?? answer.Message ?? ''));
}
