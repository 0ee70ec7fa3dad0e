import * as v from 'valibot'
import { alertChannelsOf } from '../../config/alerts/alert-settings.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayManage } from '../../people/rights.ts'
import { testChannel } from '../../telling/test-channel.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'

/** `GET /api/v1/channels`. */
export const channelsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/channels',
    summary: 'The channels over which people are told.',
    parameters: {},
    answer: v.object({
      channels: v.array(
        v.object({
          name: v.string(),
          kind: v.picklist(['mail', 'webhook']),
          recipients: v.pipe(v.array(v.string()), v.description('Mail addresses, or the origin of the webhook.')),
          per_hour: v.pipe(v.number(), v.description('How many messages an hour come one by one.')),
        }),
      ),
    }),
  },
  async (_, { config }) => ({
    channels: alertChannelsOf(config).map(({ name, recipients, perHour }) => {
      const kind: 'mail' | 'webhook' = config.alerts.channels[name]?.mail === undefined ? 'webhook' : 'mail'
      return { name, kind, recipients: [...recipients], per_hour: perHour }
    }),
  }),
)

/** `POST /api/v1/channels/NAME/test`. */
export const testChannelRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/channels/:name/test',
    right: mayManage,
    summary: 'Sends a test over a channel, once, and tells what became of it.',
    body: v.strictObject({}),
    answer: v.object({
      receipts: v.array(v.object({ recipient: v.string(), delivered: v.boolean(), answer: v.string() })),
    }),
  },
  async (_, { store, clock, config, person, address, parameters, signal }) => {
    const by = { actor: person.name, address }
    const now = (): number => clock.now()
    const receipts = await testChannel(parameters['name'] ?? '', { store, config, now, by, signal })
    if (receipts === undefined) throw new HttpError(PROBLEMS.unknownChannel)
    return { status: 200, body: { json: { receipts } } }
  },
)
