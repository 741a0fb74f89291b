import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { synthesised } from '../synthesised.ts';
import { Activity, comeToRest } from './activity.ts';
import { readApi } from './api.ts';
import { openBucket } from './buckets.ts';
import { openCheckpoints } from './checkpoints.ts';
import { openClock } from './clock.ts';
import { answerControl, CONTROL_PREFIX } from './control.ts';
import { openDataFolder, openKeyFile } from './data-folder.ts';
import { type DemoBureau, loadBureau, readDemoBureau } from './demo.ts';
import { watchSpace } from './disk-space.ts';
import { startDynamoEngine } from './dynamodb-engine.ts';
import { createEventSource } from './event-sources.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { HostedFunction, warmInTurn } from './functions.ts';
import { createGateway } from './gateway.ts';
import { openIssuer, type Person } from './issuer.ts';
import { HostProblem, messageOf } from './problem.ts';
import { QueueSource } from './queue-source.ts';
import { QueueEngine, REGION } from './queues.ts';
import {
  createReference,
  functionDefinition,
  functionId,
  PSEUDO_PARAMETERS,
  streamArnOf,
  warningsOf,
} from './resources.ts';
import { type AdvanceReport, Scheduler } from './scheduler.ts';
import { readSchedules } from './schedules.ts';
import { StreamSource } from './stream-source.ts';
import { deleteExpired, type HostedTable, provideTable } from './tables.ts';
import { type Resource, resolveResources, type Template } from './template.ts';

export interface LocalCloudOptions {
  /** Port on the loopback interface; 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Empties the data folder first. */
  readonly fresh?: boolean;
  /** Runs the bundles of the assembly instead of the sources. */
  readonly bundles?: boolean;
  /** Instead of the synthesised app. With `bundles`, `assembly` is the folder that asset paths start from. */
  readonly template?: Template;
  readonly assembly?: string;
  /** What `xinfang:entry` is relative to; the repository when not given. */
  readonly root?: string;
  /** A DynamoDB that runs already, instead of the embedded one. */
  readonly dynamodbEndpoint?: string;
  /** Instead of the demo bureau; null: none. */
  readonly bureau?: DemoBureau | null;
  /** Parameters of the template, besides issuer and audience. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Until a message whose processing failed is shown again; default 1, not the queue's long visibility timeout. */
  readonly retrySeconds?: number;
  /** False: a function's code is loaded at its first call, not after the start; default true. */
  readonly warm?: boolean;
  /** How long queues and streams may take to come to rest; milliseconds, default 60,000. */
  readonly restWithinMs?: number;
  /** Puts something between the functions and an engine, e.g. a line that can be cut; gives its address. */
  readonly between?: (engine: 'DYNAMODB' | 'SQS', endpoint: string) => Promise<string>;
  /** One line for people; default: standard error. */
  readonly log?: (line: string) => void;
  /** Told when the host cannot go on, with the reason; default: nothing. */
  readonly onEnd?: (sentence: string) => void;
}

/** A running host, also for tests. */
export interface LocalCloud {
  readonly url: string;
  readonly dataFolder: string;
  readonly officers: readonly Person[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** E.g. `13 functions, 6 tables`. */
  readonly summary: string;
  /** Domain time in milliseconds. */
  now(): number;
  /** A token for the officer with this id, or for anybody. @param seconds life; below 0: expired already */
  token(officer: string | Person, options?: { readonly seconds?: number; readonly audience?: string }): Promise<string>;
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Drives time to an instant in milliseconds, firing on the way what falls due. */
  advanceTo(instant: number): Promise<AdvanceReport>;
  /** Waits until queues, streams and functions are at rest. */
  settle(): Promise<void>;
  /** Stops in order: nothing is left running. */
  stop(): Promise<void>;
  /** Ends at once and writes nothing any more, as a power cut would. */
  kill(): Promise<void>;
}

const AUDIENCE = 'xinfang';
const REPOSITORY = new URL('../../', import.meta.url);
const SWEEP_MS = 10 * 60_000;
const REST_MS = 60_000;
const SEEDED = 'seeded.json';

/** Brings a template to life on this machine. @throws HostProblem when something stands in the way. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const undo: (() => unknown)[] = [];
  try {
    return await start(options, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

/** @param undo collects how to take back what was done so far */
async function start(options: LocalCloudOptions, undo: (() => unknown)[]): Promise<LocalCloud> {
  const { log = (line) => process.stderr.write(`${line}\n`), onEnd = () => undefined } = options;

  // What can be refused at once
  const folder = openDataFolder(options.dataDir, { fresh: options.fresh ?? false });
  undo.push(() => folder.release());
  const door = await openFrontDoor(options.port);
  undo.push(() => door.close());
  folder.announce(door.url);
  const clock = openClock(folder);
  const checkpoints = openCheckpoints(folder);
  const issuer = await openIssuer(folder, `${door.url}/_local/issuer`);
  const bureau = options.bureau === undefined ? readDemoBureau() : options.bureau;

  // Engines, while the template is being synthesised
  const engine = await startDynamoEngine(folder, options.dynamodbEndpoint, onEnd);
  undo.push(() => engine.stop());
  const queues = await QueueEngine.start(folder);
  undo.push(() => queues.stop());
  const { template, assembly } = await readTemplate(options);
  const { between = async (_, endpoint) => endpoint } = options;
  const endpoints = {
    dynamodb: await between('DYNAMODB', engine.client.endpoint),
    sqs: await between('SQS', queues.endpoint),
  };
  for (const warning of warningsOf(template)) log(warning);

  // What is kept
  const resources = resolveResources(template, {
    parameters: { ...options.parameters, OidcIssuer: issuer.address, OidcAudience: AUDIENCE },
    pseudo: PSEUDO_PARAMETERS,
    reference: createReference(template, {
      url: door.url,
      queueUrl: (name) => queues.urlOf(name).replace(queues.endpoint, endpoints.sqs),
      key: (id) => openKeyFile(folder, id),
      bucket: (id) => openBucket(folder, id),
    }),
  });
  const of = (type: string): Resource[] => resources.filter((resource) => resource.type === type);
  const tables = new Map<string, HostedTable>();
  for (const resource of of('AWS::DynamoDB::Table')) {
    tables.set(streamArnOf(resource.id), await provideTable(engine.client, resource));
  }
  engine.cureStreamTable();
  for (const resource of of('AWS::SQS::Queue')) queues.provide(resource);

  // What runs
  mkdirSync(folder.file('logs'), { recursive: true, mode: 0o700 });
  const functions = new Map<string, HostedFunction>();
  for (const resource of of('AWS::Lambda::Function')) {
    const definition = functionDefinition(resource, {
      root: options.root === undefined ? REPOSITORY : folderUrl(options.root),
      assembly,
      environment: environmentOf(endpoints.dynamodb, endpoints.sqs),
      logOf: (name) => folder.file(join('logs', `${name}.log`)),
    });
    const onFailure = (failure: Error) => log(`${definition.name}: ${failure.message}`);
    functions.set(definition.name, new HostedFunction(definition, onFailure));
  }
  undo.push(() => Promise.all([...functions.values()].map((hosted) => hosted.stop())));
  const functionOf = (reference: string): HostedFunction => {
    const hosted = functions.get(functionId(reference));
    if (!hosted) throw new HostProblem(`The template calls the function ${reference}, which it does not define.`);
    return hosted;
  };

  // What calls it: streams, queues, the clock, people
  const activity = new Activity();
  const sources = of('AWS::Lambda::EventSourceMapping').map((resource) =>
    createEventSource(resource, {
      functionOf,
      queues,
      tableOfStream: tables,
      dynamo: engine.client,
      checkpoints,
      clock,
      activity,
      retrySeconds: options.retrySeconds ?? 1,
      log,
    }),
  );
  const streams = sources.filter((source) => source instanceof StreamSource);
  /** Queues with a reader; any other only keeps what was given up, and never comes to rest. */
  const fed = new Set(sources.flatMap((source) => (source instanceof QueueSource ? [source.options.queue.name] : [])));
  const waitingFor = () => [
    ...[...functions.values()].flatMap(({ name, running }) => (running > 0 ? [`${name}: ${running} running`] : [])),
    ...queues.all().flatMap((queue) => {
      const { ready, inflight } = queue.depth();
      if (!fed.has(queue.name) || ready + inflight === 0) return [];
      return [`${queue.name}: ${ready} ready, ${inflight} in flight`];
    }),
  ];
  const readStreams = async () => void (await Promise.all(streams.map((stream) => stream.readToEnd())));
  const settle = () => comeToRest({ waitingFor, readStreams, activity }, options.restWithinMs ?? REST_MS);

  const scheduler = new Scheduler(readSchedules(resources, functionOf, queues), { clock, activity, settle, log });
  const api = readApi(resources, functionOf, issuer.keys);
  const gateway = createGateway({
    ...api,
    now: () => clock.now(),
    log,
    onCalled() {
      activity.note();
      for (const stream of streams) stream.wake();
    },
  });
  const status = () => ({
    now: new Date(clock.now()).toISOString(),
    functions: [...functions.values()].map(({ name, invocations, running, failures, lastFailure }) => ({
      name,
      invocations,
      running,
      failures,
      ...(lastFailure === undefined ? {} : { lastFailure }),
    })),
    queues: queues.all().map((queue) => ({
      name: queue.name,
      ...queue.depth(),
      ...(fed.has(queue.name) ? {} : { deadLetters: true }),
    })),
    schedules: scheduler.status(),
    streams: streams.map(({ options: { name, functionName, reader }, enabled }) => ({
      name,
      functionName,
      enabled,
      checkpoints: reader.checkpoints(),
    })),
  });
  const officers = bureau?.officers ?? [];
  const control = { clock, scheduler, streams, queues, issuer, audience: AUDIENCE, officers, settle, status, log };
  door.open((request, response) => {
    if (request.url?.startsWith(CONTROL_PREFIX)) void answerControl(control, request, response);
    else gateway(request, response);
  });

  for (const source of sources) source.start();
  const sweep = setInterval(() => {
    for (const queue of queues.all()) queue.deleteExpired(Date.now());
    for (const table of tables.values()) {
      deleteExpired(engine.client, table, Date.now()).catch((error: unknown) =>
        log(`expiry of ${table.name}: ${error}`),
      );
    }
  }, SWEEP_MS);
  sweep.unref();
  undo.push(async () => {
    clearInterval(sweep);
    scheduler.stop();
    for (const source of sources) if (source instanceof QueueSource) source.stop();
    await Promise.all(streams.map((stream) => stream.stop()));
    checkpoints.flush();
  });
  if (bureau && folder.readJson(SEEDED) === undefined) {
    const routes = api.routes.map(({ key }) => key);
    if (await loadBureau(bureau, { url: door.url, routes, issuer, audience: AUDIENCE })) folder.writeJson(SEEDED, true);
    // As a rate begins with its deployment: the first petition's place is to be known.
    await scheduler.run('publish-areas').catch((error: unknown) => log(`publish-areas: ${messageOf(error)}`));
  }
  undo.push(watchSpace(folder, log));
  scheduler.start();
  if (options.warm ?? true) undo.push(warmInTurn([...functions.values()]));

  let stopped: Promise<void> | undefined;
  const end = (): Promise<void> => {
    stopped ??= stopInOrder(door, undo);
    return stopped;
  };
  return {
    url: door.url,
    dataFolder: folder.path,
    officers,
    units: bureau?.units ?? [],
    summary: `${functions.size} functions, ${tables.size} tables, ${queues.all().length} queues`,
    now: () => clock.now(),
    async token(officer, { seconds, audience = AUDIENCE } = {}) {
      const person = typeof officer === 'string' ? officers.find(({ id }) => id === officer) : officer;
      if (!person) throw new HostProblem(`There is no officer ${officer}.`);
      return issuer.token(person, audience, seconds);
    },
    invoke: (name, event) => functionOf(name).invoke(event),
    advanceTo: (instant) => scheduler.move(() => ({ target: instant, force: false })),
    settle,
    stop: end,
    kill() {
      checkpoints.drop();
      engine.kill();
      return end();
    },
  };
}

/** New requests first, then what they would need. */
async function stopInOrder(door: FrontDoor, undo: (() => unknown)[]): Promise<void> {
  await door.close();
  for (const step of undo.reverse()) await step();
}

async function readTemplate(options: LocalCloudOptions): Promise<{ template: Template; assembly: URL | undefined }> {
  const bundle = options.bundles ?? false;
  const assemblyOf = (directory: string) => (bundle ? folderUrl(directory) : undefined);
  if (options.template) return { template: options.template, assembly: assemblyOf(options.assembly ?? '.') };
  const { template, directory } = await synthesised({ partition: 'aws', bundle });
  return { template: template as unknown as Template, assembly: assemblyOf(directory) };
}

/** What every function gets besides its own variables: the engines' addresses, and credentials that open nothing. */
const environmentOf = (dynamodb: string, sqs: string): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  AWS_ENDPOINT_URL_SQS: sqs,
  LANG: 'en_US.UTF-8',
  TZ: 'UTC',
});

const folderUrl = (path: string): URL => pathToFileURL(`${path.replace(/\/$/, '')}/`);
