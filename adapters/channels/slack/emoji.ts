/** Names that Slack gives to reactions, of those that are used most; others are shown as `:name:`. */
const byName: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  heart: '❤️',
  heart_eyes: '😍',
  joy: '😂',
  smile: '😄',
  slightly_smiling_face: '🙂',
  cry: '😢',
  sob: '😭',
  rage: '😡',
  angry: '😠',
  open_mouth: '😮',
  thinking_face: '🤔',
  pray: '🙏',
  clap: '👏',
  raised_hands: '🙌',
  ok_hand: '👌',
  wave: '👋',
  tada: '🎉',
  fire: '🔥',
  eyes: '👀',
  rocket: '🚀',
  100: '💯',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  question: '❓',
  warning: '⚠️',
};

/** `thumbsup::skin-tone-3` is shown without the tone. */
export function emojiOf(reaction: string): string {
  const [name = reaction] = reaction.split('::');
  return byName[name] ?? `:${name}:`;
}
