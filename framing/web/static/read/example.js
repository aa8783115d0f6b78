// An invented article, for a first look: plain report, quotation, paraphrase, and framing of several kinds.

export const EXAMPLE = {
  outlet: "The Skerry Post",
  title: "Harbour tolls to rise by 12 percent",
  text: `The city council of Skerry voted on Monday to raise harbour tolls by 12 percent from next spring. Twelve members voted for the increase and nine against. It was a shameful surrender to a clique of corrupt contractors who have bled this town dry for a decade.

“We will not be bullied by people who park their yachts for free,” said Marta Lindqvist, who leads the finance committee. According to the port authority, the eastern quay was last repaired in 1998. Lindqvist revealed that the repairs would cost 4 million crowns.

About 200 fishermen gathered outside the hall before the vote, and police said nobody was arrested. The so-called reform will, once again, crush the very families who built this harbour with their bare hands. Will anyone at city hall finally have the courage to stand up to this brazen theft?

The mayor’s office did not reply to a request for comment. A second vote is planned for 14 April.`,
};
