"""The pack changed by one condition at a time: is there a case, or a proof, that tells the change?"""
