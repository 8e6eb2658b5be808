import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { mustBeOfAccount } from '../shared/connection.ts';
import { jsonBodyOf, textOf } from '../shared/json-body.ts';
import { type Context, slackSender } from './context.ts';
import { plainText } from './mrkdwn.ts';
import { $Command, $Interaction, type SlackCommand, type SlackInteraction } from './payload.ts';
import { slackId, timeOf } from './place.ts';
import { whereabouts } from './read-message.ts';

/** Buttons and shortcuts come as a form with one field of JSON, slash commands as a form of their own. */
export function readForm(context: Context): Promise<InboundItem[]> {
  const fields = Object.fromEntries(new URLSearchParams(textOf(context.envelope)));
  const json = (body: string) => ({ ...context.envelope, body, encoding: 'utf8' as const });
  return fields.payload === undefined
    ? readCommand(context, jsonBodyOf(json(JSON.stringify(fields)), $Command))
    : readInteraction(context, jsonBodyOf(json(fields.payload), $Interaction));
}

/** A slash command. It is in no thread, so the answer goes to the person alone. */
async function readCommand(context: Context, command: SlackCommand): Promise<InboundItem[]> {
  const { connection, envelope } = context;
  mustBeOfAccount(connection, command.team_id, 'team_id');
  const message: InboundMessage = {
    channel: connection.channel,
    connectionId: connection.id,
    providerId: `${command.channel_id}:command:${command.trigger_id}`,
    sender: await slackSender(context, {
      userId: command.user_id,
      team: command.team_id,
      handle: command.user_name === undefined ? undefined : `@${command.user_name}`,
    }),
    sentAt: envelope.receivedAt,
    text: plainText(command.text),
    attachments: [],
    parts: [{ kind: 'choice', title: command.command }],
  };
  return [{ kind: 'message', message }];
}

type Action = NonNullable<SlackInteraction['actions']>[number];
type Pressed = {
  readonly id: string;
  readonly ts: string | undefined;
  readonly part: NonNullable<InboundMessage['parts']>[number];
};

const pressedOf = ({ action_id, action_ts, text, value, selected_option }: Action): Pressed => {
  const chosen = selected_option ?? {};
  const id = chosen.value ?? value ?? action_id;
  return { id: action_id, ts: action_ts, part: { kind: 'choice', title: chosen.text?.text ?? text?.text ?? id, id } };
};

/** What this version offers nobody, but somebody used: shortcuts, views. */
const other = ({ type, callback_id, action_ts, trigger_id }: SlackInteraction): Pressed => ({
  id: callback_id ?? trigger_id ?? type,
  ts: action_ts,
  part: { kind: 'unsupported', type },
});

async function readInteraction(context: Context, interaction: SlackInteraction): Promise<InboundItem[]> {
  const { connection, envelope } = context;
  const { user, team, actions } = interaction;
  mustBeOfAccount(connection, team?.id ?? user.team_id ?? '', 'team.id');
  const handle = user.username ?? user.name;
  const sender = await slackSender(context, {
    userId: user.id,
    team: user.team_id ?? team?.id,
    handle: handle === undefined ? undefined : `@${handle}`,
  });
  const pressed = interaction.type === 'block_actions' ? (actions ?? []).map(pressedOf) : [other(interaction)];
  return pressed.map(({ id, ts, part }) => ({
    kind: 'message',
    message: {
      channel: connection.channel,
      connectionId: connection.id,
      providerId: `${channelOf(interaction) ?? user.id}:action:${ts ?? interaction.trigger_id ?? ''}:${id}`,
      sender,
      sentAt: timeOf(ts) ?? envelope.receivedAt,
      text: '',
      attachments: [],
      parts: [part],
      ...aboutMessage(interaction),
    },
  }));
}

const channelOf = ({ channel, container }: SlackInteraction): string | undefined =>
  channel?.id ?? container?.channel_id;

function aboutMessage(interaction: SlackInteraction): Partial<InboundMessage> {
  const { message, container } = interaction;
  const channel = channelOf(interaction);
  const ts = container?.message_ts ?? message?.ts;
  if (channel === undefined || ts === undefined) return {};
  const thread_ts = container?.thread_ts ?? message?.thread_ts;
  return { quotes: slackId({ channel, ts }), ...whereabouts({ channel, ts, thread_ts }) };
}
