"""Frequent given names by the pronoun they nearly always go with; names of both genders are left out.

Only for telling whom "he" or "she" cannot be. A name that is not listed says nothing.
"""

from __future__ import annotations

from framing.sentences.cues import words

HE = words(
    "aaron abdul abdullah adam adel ahmed alan albert alejandro alexander alfred ali allen alvin andre andrew angelo"
    " anthony antonio arnold arthur barack barry ben benjamin bernard bernie bill bob boris brad bradley brandon brent"
    " brett brian bruce bryan calvin carl carlos chad charles chris christopher chuck clarence claude clayton cory craig"
    " curtis dale dan daniel darren dave david dean dennis derek dick diego dmitri dominic don donald doug douglas dwight"
    " earl ed eddie edgar eduardo edward edwin emmanuel enrique eric ernest eugene fernando floyd francisco frank franklin"
    " fred frederick gary gene george gerald gilbert glenn gordon graham greg gregory gustavo guy harold harry harvey"
    " hassan hector henry herbert herman howard hugh hugo ian ibrahim igor ivan jack jacob jacques jaime jake james jared"
    " jason javier jay jeb jeff jeffrey jeremy jerome jerry jim jimmy joe joel john johnny jonathan jorge jose joseph"
    " joshua josh juan julian karl keith ken kenneth kevin kurt kyle larry lawrence leo leon leonard lewis liam"
    " lloyd louis lucas luis luke manuel marc marco marcus mario mark martin marvin matt matthew maurice max michael"
    " miguel mike mitch mitt mohamed mohammed muhammad nathan neil newt nicholas nick nicolas norman oleg oliver omar"
    " oscar pablo patrick paul pedro peter phil philip phillip pierre rafael ralph ramon rand randy raul ray raymond"
    " reince ricardo richard rick rob robert roberto rodney roger roland ron ronald ross roy ruben rudy russell ryan sam"
    " samuel scott sean sergei sergio seth shawn sidney simon stan stanley stefan stephen steve steven stuart ted"
    " terrence theodore thomas tim timothy todd tom tommy tony travis trevor tyler vernon victor vincent vladimir walter"
    " warren wayne william yusuf zachary"
)
SHE = words(
    "abigail adriana aisha alexandra alice alicia allison amanda amber amelia amy ana angela anita ann anna anne"
    " annie april audrey barbara beatrice becky bernadette bertha beth betsy betty beverly bonnie brenda bridget"
    " camila carla carmen carol carolina caroline carolyn catherine cathy cecilia charlotte cheryl christina christine"
    " cindy claire clara claudia condoleezza connie crystal cynthia daisy danielle deborah debbie debra denise diana"
    " diane dolores donna doris dorothy edith eileen elaine eleanor elena elise elizabeth ella ellen emily emma erica erin"
    " esther ethel eva evelyn fatima felicia fiona florence gabriela gail gina gladys gloria grace hannah"
    " heather heidi helen hillary holly huma ida inez ingrid irene iris irma isabel isabella ivanka jacqueline"
    " jane janet janice jeanne jennifer jenny jessica jill joan joanna josephine joyce juanita judith judy julia julie"
    " karen karin kate katherine kathleen kathryn kathy katie kellyanne kimberly kirsten kristen kristin laura lauren"
    " laurie leila lena leticia lillian linda lisa liz lois loretta lori lorraine louise lucia lucy lydia mabel"
    " madeleine maggie marcia margaret maria mariana marie marilyn marjorie marsha martha mary maureen megan melania"
    " melissa michele michelle mildred miriam molly monica nadia nancy naomi natalia natalie nicole nikki nina nora norma"
    " olga olivia pamela patricia patty paula pauline peggy penny phyllis priscilla rachel rebecca regina renee rhonda"
    " rita roberta rosa rose rosemary ruth sabrina sally samantha sandra sara sarah sharon sheila shirley silvia sonia"
    " sophia sophie stella stephanie sue susan suzanne sylvia tamara tammy tanya tara teresa thelma theresa tina"
    " ursula valentina valerie vanessa vera veronica victoria violet virginia vivian wanda wendy yolanda yvonne zoe"
)
