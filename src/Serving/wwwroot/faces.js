// How labels look.

const faces = {
  neutral: '😐',
  calm: '😌',
  happy: '😊',
  sad: '😢',
  angry: '😠',
  fearful: '😨',
  disgust: '🤢',
  surprised: '😲',
  positive: '🙂',
  negative: '🙁',
};

/** What the server calls a window in which nothing is loud enough. */
export const silence = 'silence';

/** A label's emoji; a speech bubble for classes of somebody else's. */
export const face = (label) => faces[label] ?? (label === silence ? '' : '💬');
