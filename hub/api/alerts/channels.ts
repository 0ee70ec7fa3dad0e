import * as v from 'valibot'
import type { AlertChannel } from '../../alerts/alert-channel.ts'
import { alertChannelsOf } from '../../config/alerts/alert-settings.ts'
import type { HubConfig } from '../../config/load.ts'
import type { ChannelFailure, ChannelsAnswer, ChannelTestAnswer, ShownChannel } from '../../contract/alert-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayManage } from '../../people/rights.ts'
import type { KeptDelivery } from '../../store/alert-tables.ts'
import { type ChannelState, channelStates } from '../../store/ask/channel-states.ts'
import { testChannel } from '../../telling/test-channel.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'

const DAY = 86_400

const count = v.pipe(v.number(), v.integer())

const shownChannel: v.GenericSchema<ShownChannel> = v.pipe(
  v.object({
    name: v.string(),
    kind: v.picklist(['mail', 'webhook']),
    recipients: v.pipe(v.array(v.string()), v.description('Mail addresses, or the origin of the webhook.')),
    per_hour: v.pipe(v.number(), v.description('How many messages an hour come one by one.')),
    waiting: v.pipe(count, v.description('How many messages wait to be sent.')),
    failing: v.pipe(count, v.description('How many of these could not be sent before; 100 at most.')),
    held: v.pipe(count, v.description('How many are collected, to come together.')),
    delivered: v.pipe(count, v.description('How many were delivered of those made within a day, but for tests.')),
    failed: v.pipe(count, v.description('How many of them were refused or given up.')),
    last_delivered: v.nullable(seconds),
    last_failure: v.nullable(
      v.pipe(
        v.object({ alert: count, at: seconds, recipient: v.string(), answer: v.string() }),
        v.description('The newest message that could not be delivered, or not yet.'),
      ),
    ),
  }),
  v.title('Channel'),
)

const channelsAnswer: v.GenericSchema<ChannelsAnswer> = v.object({
  channels: v.array(shownChannel),
  delivered: v.pipe(count, v.description('How many messages were delivered over any of them within a day.')),
})

/** `GET /api/v1/channels`. */
export const channelsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/channels',
    summary: 'The channels over which people are told, and how their messages fare.',
    parameters: {},
    answer: channelsAnswer,
  },
  async (_, { config, store, clock }) => {
    const channels = alertChannelsOf(config)
    const since = Math.floor(clock.now() / 1000) - DAY
    const states = await store.ask(channelStates, { channels: channels.map(({ name }) => name), since })
    const shown = states.channels.flatMap((state) => {
      const channel = channels.find(({ name }) => name === state.channel)
      return channel === undefined ? [] : [showChannel(config, channel, state)]
    })
    return { channels: shown, delivered: states.delivered }
  },
)

function showChannel(
  config: HubConfig,
  { name, recipients, perHour }: AlertChannel,
  state: ChannelState,
): ShownChannel {
  const { waiting, failing, held, delivered, failed, success, failure } = state
  return {
    name,
    kind: config.alerts.channels[name]?.mail === undefined ? 'webhook' : 'mail',
    recipients: [...recipients],
    per_hour: perHour,
    waiting,
    failing,
    held,
    delivered,
    failed,
    last_delivered: success?.delivered ?? null,
    last_failure: failure && showFailure(failure),
  }
}

function showFailure({ alert, tried, released, recipient, answer }: KeptDelivery): ChannelFailure {
  return { alert, at: tried ?? released ?? 0, recipient, answer }
}

const testAnswer: v.GenericSchema<ChannelTestAnswer> = v.object({
  receipts: v.array(v.object({ recipient: v.string(), delivered: v.boolean(), answer: v.string() })),
})

/** `POST /api/v1/channels/NAME/test`. */
export const testChannelRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/channels/:name/test',
    right: mayManage,
    summary: 'Sends a test over a channel, once, and tells what became of it.',
    body: v.strictObject({}),
    answer: testAnswer,
  },
  async (_, { store, clock, config, person, address, parameters, signal }) => {
    const by = { actor: person.name, address }
    const now = (): number => clock.now()
    const receipts = await testChannel(parameters['name'] ?? '', { store, config, now, by, signal })
    if (receipts === undefined) throw new HttpError(PROBLEMS.unknownChannel)
    return { status: 200, body: { json: { receipts } } }
  },
)
